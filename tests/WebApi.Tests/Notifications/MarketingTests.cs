using System.Net;
using Marketplace.Application.Notifications;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Notifications;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>Marketing comes to who agreed, with the proof of it, and ends with one click. On a host of its own, beside which stand the identity server's views.</summary>
public sealed class MarketingTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly UserId _user = UserId.New();

    private string Address => $"{_user.Value:N}@example.org";

    public async Task InitializeAsync()
    {
        await SqlAsync("create schema if not exists identity; create table if not exists identity.confirmed_addresses (user_id uuid primary key, email text)");
        await SqlAsync($"insert into identity.confirmed_addresses (user_id, email) values ('{_user.Value}', '{_user.Value:N}@example.org')");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Is_off_until_somebody_agrees_to_the_very_text()
    {
        var before = await Client().GetAsync();
        Assert.False(before.IsOn);
        Assert.Empty(before.History);

        Assert.Equal("marketing.other_text", (await Assert.ThrowsAsync<ApiException>(() => Client().ChooseAsync(new(true, "an older one")))).Code);
        Assert.Equal("marketing.other_text", (await Assert.ThrowsAsync<ApiException>(() => Client().ChooseAsync(new(true, null)))).Code);
        await Client().ChooseAsync(new(false, null));
        Assert.Empty((await Client().GetAsync()).History);

        var after = await Client().ChooseAsync(new(true, before.TextVersion));
        await Client().ChooseAsync(new(true, before.TextVersion)); // twice is once

        Assert.True(after.IsOn);
        var decision = Assert.Single((await Client().GetAsync()).History);
        Assert.Equal((true, "ACCOUNT_PAGE", before.TextVersion, before.Text), (decision.IsOn, decision.Place, decision.TextVersion, decision.Text));
    }

    [Fact]
    public async Task The_proof_grows_and_is_never_changed()
    {
        await AgreeAsync();
        await Client().ChooseAsync(new(false, null));
        await AgreeAsync();

        Assert.Equal([true, false, true], (await Client().GetAsync()).History.Select(d => d.IsOn));
        foreach (var sql in (string[])["update notifications.marketing_decisions set is_given = true", "delete from notifications.marketing_decisions"])
        {
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<PostgresException>(() => SqlAsync($"{sql} where user_id = '{_user.Value}'"))).SqlState);
        }
    }

    [Fact]
    public async Task A_mail_tells_of_new_products_once_a_week_and_says_how_to_end_it()
    {
        var shop = await FollowAsync();
        await shop.PublishAsync(shop.Request("Old lamp"));
        await AgreeAsync();
        await shop.PublishAsync(shop.Request("New lamp"));

        await SendAsync();
        await shop.PublishAsync(shop.Request("Newer lamp"));
        await SendAsync();

        Assert.Single(await MailsAsync());
        var mail = await Eventually.GetAsync(async () => (await app.Services.GetRequiredService<MailFolder>().ListAsync(default)).FirstOrDefault(m => m.To == Address)!, m => m is not null);
        Assert.Equal("One new product at shops you follow", mail.Subject);
        Assert.Contains("New lamp", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Old lamp", mail.Text, StringComparison.Ordinal);
        var key = mail.Text[(mail.Text.IndexOf("/unsubscribe?key=", StringComparison.Ordinal) + 17)..].Trim();
        Assert.Equal(_user, app.Services.GetRequiredService<IUnsubscribeKeys>().Read(key));
        Assert.Contains("without signing in", mail.Html, StringComparison.Ordinal);

        await SqlAsync($"update notifications.marketing_consents set told_until = told_until - interval '8 days', changed_at = changed_at - interval '9 days' where user_id = '{_user.Value}'");
        await SendAsync();
        Assert.Equal(2, (await MailsAsync()).Count);
    }

    [Fact]
    public async Task Who_did_not_agree_or_changed_their_mind_gets_none()
    {
        var shop = await FollowAsync();
        await shop.PublishAsync(shop.Request("Lamp"));
        await SendAsync();
        await AgreeAsync();
        await Client().ChooseAsync(new(false, null));
        await shop.PublishAsync(shop.Request("Another lamp"));

        await SendAsync();

        Assert.Empty(await MailsAsync());
    }

    [Theory]
    [InlineData(false, "MAIL_PROGRAM")]
    [InlineData(true, "MAIL_LINK")]
    public async Task Ends_with_one_click_and_no_sign_in(bool isPage, string place)
    {
        await AgreeAsync();
        var key = app.Services.GetRequiredService<IUnsubscribeKeys>().Of(_user);

        if (isPage)
        {
            await new MarketingClient(app.CreateClient()).UnsubscribeAsync(key);
        }
        else
        {
            using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]); // as RFC 8058 says it
            Assert.Equal(HttpStatusCode.NoContent, (await app.CreateClient().PostAsync($"/api/v1/marketing/unsubscribe?key={key}", form)).StatusCode);
        }

        var now = await Client().GetAsync();
        Assert.False(now.IsOn);
        Assert.Equal((false, place), (now.History[0].IsOn, now.History[0].Place));
    }

    [Fact]
    public async Task A_key_tells_nobody_whether_it_names_somebody()
    {
        var keys = app.Services.GetRequiredService<IUnsubscribeKeys>();
        await AgreeAsync();
        var real = keys.Of(_user);
        var answers = new List<string>();
        foreach (var key in (string[])[real, keys.Of(UserId.New()), real[..^3] + "AAA", "nonsense", "", new('x', 1000)])
        {
            using var answer = await app.CreateClient().PostAsync($"/api/v1/marketing/unsubscribe?key={key}", null);
            answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal("204 ", Assert.Single(answers.Distinct()));
    }

    private Task<MarketingDto> AgreeAsync() => Client().ChooseAsync(new(true, MarketingText.Current.Version));

    private async Task<ShopFixture> FollowAsync()
    {
        var shop = await ShopFixture.OpenAsync(app);
        await new FollowingClient(app.SignedInAs(_user)).FollowShopAsync(shop.Vendor.Id.Value);
        return shop;
    }

    private async Task SendAsync()
    {
        for (var isMore = true; isMore;)
        {
            await using var scope = app.Services.CreateAsyncScope();
            isMore = await scope.ServiceProvider.GetRequiredService<SendShopDigestsHandler>().SendOneAsync(default);
        }
    }

    private async Task<List<Mail>> MailsAsync()
    {
        await using var db = app.OpenDb();
        return await db.Set<Mail>().AsNoTracking().Where(m => m.Recipient == Address && m.Kind == "shop-digest").ToListAsync();
    }

    private MarketingClient Client() => new(app.SignedInAs(_user));

    private async Task SqlAsync(string sql)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
