using System.Net;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.SecondFactors;

[Collection(nameof(IdentityApp))]
public sealed class SecondFactorDutyTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _admin = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";

    public async Task InitializeAsync()
    {
        _email = await _admin.RegisterAsync(app);
        await app.SqlAsync(
            $"INSERT INTO identity.user_roles (user_id, role_id) SELECT u.id, r.id FROM identity.users u, identity.roles r WHERE u.email = '{_email}' AND r.name = 'admin'");
    }

    public Task DisposeAsync()
    {
        _admin.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_admin_is_reminded_first_and_can_go_on()
    {
        var reminded = await _admin.SignInAsync(app, _email);

        Assert.Equal("/account/second-factor?returnUrl=%2F", reminded.Headers.Location!.OriginalString);
        var page = await (await _admin.GetAsync(app.Url + reminded.Headers.Location)).Content.ReadAsStringAsync();
        Assert.Contains("Please set it up until", page, StringComparison.Ordinal);
        Assert.Contains("Not now", page, StringComparison.Ordinal);
        await _store.CodeAsync(_admin);
    }

    [Fact]
    public async Task After_the_time_of_grace_no_app_is_reached_without_it()
    {
        await _admin.SignInAsync(app, _email);
        var refresh = (string)(await _store.TokensAsync(_admin))["refresh_token"]!;
        Assert.Equal(14, (await DueAsync() - app.Clock.GetUtcNow()).TotalDays, 0.1);
        await MakeDueAsync(app.Clock.GetUtcNow().AddHours(1));
        var later = (string)(await StoreClient.JsonAsync(await _store.RefreshAsync(refresh)))["refresh_token"]!;
        await MakeDueAsync(app.Clock.GetUtcNow());

        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(later)));
        await _admin.SignInAsync(app, _email);
        var asked = (await _admin.GetAsync(_store.AuthorizeUrl())).Headers.Location!.OriginalString;
        Assert.StartsWith("/account/second-factor?returnUrl=%2Fconnect%2Fauthorize", asked, StringComparison.Ordinal);
        Assert.Contains("error=interaction_required", (await _admin.GetAsync(_store.AuthorizeUrl(("prompt", "none")))).Headers.Location!.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("Not now", await (await _admin.GetAsync(app.Url + asked)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await Phone.SetUpAsync(app, _admin);

        await _store.CodeAsync(_admin);
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_owes_nothing()
    {
        await _admin.SignInAsync(app, _email);
        await MakeDueAsync(app.Clock.GetUtcNow());
        await app.SqlAsync($"DELETE FROM identity.user_roles m USING identity.users u, identity.roles r WHERE u.id = m.user_id AND r.id = m.role_id AND u.email = '{_email}' AND r.name = 'admin'");

        Assert.Equal("/", (await _admin.SignInAsync(app, _email)).Headers.Location!.OriginalString);
        await _store.CodeAsync(_admin);
    }

    [Theory]
    [InlineData("Owner", "Orders")]
    [InlineData("Manager", "Catalogue")]
    [InlineData("Finance", "Chat")]
    public async Task Who_runs_a_shop_or_sees_its_money_owes_it_and_who_else_works_there_does_not(string owes, string owesNot)
    {
        using var staff = new Browser();
        using var owner = new Browser();
        var (worker, boss) = (await staff.RegisterAsync(app), await owner.RegisterAsync(app));
        await app.SqlAsync(
            $"""
            CREATE SCHEMA vendors;
            CREATE TABLE vendors.members (vendor_id uuid, user_id uuid, role text);
            INSERT INTO vendors.members SELECT gen_random_uuid(), id, CASE email WHEN '{boss}' THEN '{owes}' ELSE '{owesNot}' END FROM identity.users WHERE email IN ('{boss}', '{worker}')
            """);
        try
        {
            Assert.Equal("/", (await staff.SignInAsync(app, worker)).Headers.Location!.OriginalString);
            Assert.StartsWith("/account/second-factor?", (await owner.SignInAsync(app, boss)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
        finally
        {
            await app.SqlAsync("DROP SCHEMA vendors CASCADE");
        }
    }

    [Fact]
    public async Task It_can_be_switched_off_for_a_demonstration()
    {
        await using var demo = app.Build(app.OtherUrl, ("SecondFactor:Required", "false"));
        await using var scope = demo.Services.CreateAsyncScopeOf<Marketplace.IdentityServer.SecondFactors.SecondFactorDuty>(out var duty);
        var user = await app.WithDbAsync(db => Task.FromResult(db.Users.Single(u => u.Email == _email)));

        Assert.Null(await duty.RemindAsync(user, CancellationToken.None));
        Assert.Equal(HttpStatusCode.SeeOther, (await _admin.SignInAsync(app, _email)).StatusCode);
    }

    private Task<object?> MakeDueAsync(DateTimeOffset at) => app.SqlAsync($"UPDATE identity.users SET second_factor_due_at = '{at:O}' WHERE email = '{_email}'");

    private async Task<DateTimeOffset> DueAsync() => (DateTime)(await app.SqlAsync($"SELECT second_factor_due_at FROM identity.users WHERE email = '{_email}'"))!;
}
