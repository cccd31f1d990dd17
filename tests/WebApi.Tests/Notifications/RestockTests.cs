using System.Net;
using Marketplace.Application.Notifications;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Catalog;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>Who waits for what is sold out is told once when it is back. On a host of its own, which knows people's addresses.</summary>
public sealed class RestockTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private readonly string _guest = $"{Guid.CreateVersion7():N}@example.org";

    public Task InitializeAsync() => app.OpenDirectoryAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_person_asks_with_one_click_and_is_told_once()
    {
        var (shop, product) = await SoldOutAsync();
        var address = $"{Guid.CreateVersion7():N}@example.org";
        var person = await app.KnowAsync(address);
        var mine = new RestockClient(app.SignedInAs(person));
        await mine.AskAsync(product.Variants[1].Id);
        await mine.AskAsync(product.Variants[1].Id); // twice is once
        var listed = Assert.Single((await mine.ListAsync()).Items);
        Assert.Equal((product.Variants[1].Id, "Bowl", "L", true), (listed.VariantId, listed.Name, listed.VariantText, listed.IsForSale));

        await shop.Products.SetStockAsync(product.Variants[0].Id, new(5, null, null)); // another size
        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(person, "restock"));
        await shop.Products.SetStockAsync(product.Variants[1].Id, new(5, null, null));

        var notice = Assert.Single(await app.NoticesAsync(person, "restock"));
        Assert.Equal(("Bowl, L is back", $"/products/{product.Slug}?variant={product.Variants[1].Sku}"), (notice.Title, notice.Link));
        Assert.Contains(notice.Link!, (await app.MailToAsync(address, "restock")).Text, StringComparison.Ordinal);
        Assert.Empty((await mine.ListAsync()).Items);
        await shop.Products.SetStockAsync(product.Variants[1].Id, new(0, null, null));
        await shop.Products.SetStockAsync(product.Variants[1].Id, new(9, null, null));
        await app.DrainedAsync();
        Assert.Single(await app.NoticesNowAsync(person, "restock"));
    }

    [Fact]
    public async Task Nobody_is_told_while_the_product_is_not_on_sale()
    {
        var (shop, product) = await SoldOutAsync();
        var (variant, person) = (product.Variants[0].Id, await app.KnowAsync($"{Guid.CreateVersion7():N}@example.org"));
        await new RestockClient(app.SignedInAs(person)).AskAsync(variant);

        await shop.Products.UnpublishAsync(product.Id);
        await shop.Products.SetStockAsync(variant, new(2, null, null));
        await app.DrainedAsync();
        Assert.Empty(await app.NoticesNowAsync(person, "restock"));

        await shop.Products.PublishAsync(product.Id);
        await shop.Products.SetStockAsync(variant, new(3, null, null));
        Assert.Single(await app.NoticesAsync(person, "restock"));
    }

    [Fact]
    public async Task A_guest_confirms_the_address_first_and_is_told_once_by_mail()
    {
        var (shop, product) = await SoldOutAsync();
        var (variant, guests) = (product.Variants[0].Id, new RestockClient(app.Guest()));
        await guests.AskAsGuestAsync(new(variant, $" {_guest.ToUpperInvariant()} "));
        await guests.AskAsGuestAsync(new(variant, _guest)); // no second mail so soon
        var key = KeyIn((await app.MailToAsync(_guest, "restock-question")).Text);

        await shop.Products.SetStockAsync(variant, new(1, null, null));
        await app.DrainedAsync();
        Assert.False(await WasMailedAsync(_guest, "restock")); // not confirmed yet
        await shop.Products.SetStockAsync(variant, new(0, null, null));

        await guests.ConfirmAsync(key);
        await guests.ConfirmAsync(key);
        await shop.Products.SetStockAsync(variant, new(4, null, null));

        var mail = await app.MailToAsync(_guest, "restock");
        Assert.Equal("Bowl, S is back", mail.Subject);
        Assert.Contains("We write no more about it", mail.Text, StringComparison.Ordinal);
        Assert.Equal("restock.link_over", (await Refusal(() => guests.ConfirmAsync(key))).Code);
        await shop.Products.SetStockAsync(variant, new(0, null, null));
        await shop.Products.SetStockAsync(variant, new(4, null, null));
        await app.DrainedAsync();
        await app.MailToAsync(_guest, "restock"); // still the one
    }

    [Fact]
    public async Task A_guest_who_says_no_is_forgotten()
    {
        var (_, product) = await SoldOutAsync();
        var guests = new RestockClient(app.Guest());
        await guests.AskAsGuestAsync(new(product.Variants[0].Id, _guest));
        var key = KeyIn((await app.MailToAsync(_guest, "restock-question")).Text);

        await guests.StopAsGuestAsync(key);

        await using var db = app.OpenDb();
        Assert.False(await db.Set<RestockAlert>().AnyAsync(a => a.Email == _guest));
        foreach (var wrong in (string[])[key, "nonsense", new('x', 1000), app.Services.GetRequiredService<IUnsubscribeKeys>().Of(UserId.New())])
        {
            var refused = await Refusal(() => guests.StopAsGuestAsync(wrong));
            Assert.Equal((HttpStatusCode.NotFound, "restock.link_over"), (refused.Status, refused.Code));
        }
    }

    [Fact]
    public async Task An_address_is_asked_no_more_than_a_few_questions()
    {
        var guests = new RestockClient(app.Guest());
        for (var i = 0; i <= RestockAlert.MaxUnconfirmed; i++)
        {
            var (_, product) = await SoldOutAsync();
            await guests.AskAsGuestAsync(new(product.Variants[0].Id, _guest)); // the answer is the same each time
        }

        await using var db = app.OpenDb();
        Assert.Equal(RestockAlert.MaxUnconfirmed, await db.Set<RestockAlert>().CountAsync(a => a.Email == _guest));
    }

    [Fact]
    public async Task What_nobody_confirmed_in_time_is_forgotten()
    {
        var (_, product) = await SoldOutAsync();
        var now = TimeProvider.System.GetUtcNow();
        var (late, fresh) = (RestockAlert.OfGuest(new(product.Variants[0].Id), _guest, now - RestockAlert.TimeToConfirm - TimeSpan.FromMinutes(1)), RestockAlert.OfGuest(new(product.Variants[1].Id), _guest, now));
        await app.SaveAsync(late, fresh);
        var key = app.Services.GetRequiredService<IRestockKeys>().Of(late.Id);
        Assert.Equal("restock.link_over", (await Refusal(() => new RestockClient(app.Guest()).ConfirmAsync(key))).Code);

        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<GuestRestockAlertsHandler>().ForgetAsync(default);
        }

        await using var db = app.OpenDb();
        Assert.Equal([fresh.Id], await db.Set<RestockAlert>().Where(a => a.Email == _guest).Select(a => a.Id).ToListAsync());
    }

    [Fact]
    public async Task More_people_than_fit_into_one_go_are_all_told()
    {
        var (shop, product) = await SoldOutAsync();
        var (variant, now) = (new VariantId(product.Variants[0].Id), TimeProvider.System.GetUtcNow());
        UserId[] people = [.. Enumerable.Range(0, 205).Select(_ => UserId.New())];
        await app.SaveAsync([.. people.Select(p => (object)RestockAlert.OfPerson(variant, p, now))]);

        await shop.Products.SetStockAsync(variant.Value, new(1, null, null));

        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.OpenDb();
            return await db.Set<Notification>().CountAsync(n => n.Kind == "restock" && people.Contains(n.UserId)) == people.Length;
        });
    }

    [Fact]
    public async Task Waits_only_for_what_is_on_sale_and_sold_out_and_lists_nothing_of_others()
    {
        var (shop, product) = await SoldOutAsync();
        var (mine, other) = (new RestockClient(app.SignedInAs(UserId.New())), new RestockClient(app.SignedInAs(UserId.New())));
        await mine.AskAsync(product.Variants[0].Id);
        Assert.Empty((await other.ListAsync()).Items);
        Assert.Equal("restock.not_waiting", (await Refusal(() => other.StopAsync(product.Variants[0].Id))).Code);
        Assert.Single((await mine.ListAsync()).Items);
        await mine.StopAsync(product.Variants[0].Id);
        Assert.Empty((await mine.ListAsync()).Items);

        var (there, draft) = (await shop.PublishAsync(shop.Request("Lamp")), await shop.Products.CreateAsync(shop.Request("Draft", onHand: 0)));
        foreach (var ask in (Func<Guid, Task>[])[v => mine.AskAsync(v), v => new RestockClient(app.Guest()).AskAsGuestAsync(new(v, _guest))])
        {
            Assert.Equal("restock.in_stock", (await Refusal(() => ask(there.Variants[0].Id))).Code);
            Assert.Equal("restock.no_such_variant", (await Refusal(() => ask(draft.Variants[0].Id))).Code);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await Refusal(() => new RestockClient(app.Guest()).AskAsGuestAsync(new(product.Variants[0].Id, "nobody")))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Refusal(() => new RestockClient(app.Guest()).ListAsync())).Status);
    }

    private async Task<(ShopFixture Shop, VendorProductDetails Product)> SoldOutAsync()
    {
        var shop = await ShopFixture.OpenAsync(app);
        return (shop, await shop.PublishAsync(shop.Request("Bowl", onHand: 0, sku: $"{Guid.CreateVersion7():N}"[..20], sizes: ["S", "L"])));
    }

    private async Task<bool> WasMailedAsync(string address, string kind)
    {
        await using var db = app.OpenDb();
        return await db.Set<Mail>().AnyAsync(m => m.Recipient == address && m.Kind == kind);
    }

    private static string KeyIn(string mail) => Uri.UnescapeDataString(mail[(mail.IndexOf("/restock?key=", StringComparison.Ordinal) + 13)..].Split('\n')[0].Trim());

    private static Task<ApiException> Refusal(Func<Task> attempt) => Assert.ThrowsAsync<ApiException>(attempt);
}
