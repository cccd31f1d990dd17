using System.Net;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Carts;
using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Tests.Legal;

/// <summary>Terms, privacy notice and cookie notice: read by everybody, published by who may, and kept. On a host of its own, because there is one of each.</summary>
public sealed class LegalTextTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>
{
    private readonly UserId _admin = UserId.New();

    [Fact]
    public async Task Come_with_the_marketplace_and_are_read_by_strangers()
    {
        foreach (var kind in LegalKinds.All)
        {
            var text = await Stranger().GetAsync(kind, 1);
            Assert.Equal((kind, 1), (text.Kind, text.Version));
            Assert.StartsWith("# ", text.Body, StringComparison.Ordinal);
            Assert.Contains(text.Versions, v => v is { Version: 1, AsksEverybody: false });
        }

        foreach (var (kind, version) in ((string, int?)[])[("imprint", null), ("0", null), ("terms", 0), ("terms", 4711)])
        {
            var missing = await Assert.ThrowsAsync<ApiException>(() => Stranger().GetAsync(kind, version));
            Assert.Equal((HttpStatusCode.NotFound, "legal.not_found"), (missing.Status, missing.Code));
        }
    }

    [Fact]
    public async Task A_new_version_holds_at_once_and_the_older_ones_stay_readable()
    {
        var before = await Stranger().GetAsync(LegalKinds.Privacy);

        var published = await Admin().PublishAsync(LegalKinds.Privacy, new("We store <b>less</b>.\r\n", before.Version, false));

        Assert.Equal((before.Version + 1, "We store <b>less</b>.", true), (published.Version, published.Body, published.IsCurrent));
        Assert.Equal(published.Version, (await Stranger().GetAsync(LegalKinds.Privacy)).Version);
        var old = await Stranger().GetAsync(LegalKinds.Privacy, before.Version);
        Assert.Equal((before.Body, false), (old.Body, old.IsCurrent));
        Assert.Equal([published.Version, before.Version], old.Versions.Select(v => v.Version).Take(2));
        var note = Assert.Single((await new AuditClient(app.SignedInAs(_admin, "admin")).ListAsync(new(Who: _admin.Value.ToString()))).Items);
        Assert.Equal(("legal.published", $"privacy: version {published.Version}"), (note.Action, note.After));
    }

    [Fact]
    public async Task Two_who_write_at_once_do_not_pass_over_each_other()
    {
        var before = await Stranger().GetAsync(LegalKinds.Cookies);
        await Admin().PublishAsync(LegalKinds.Cookies, new("First.", before.Version, false));

        var late = await Assert.ThrowsAsync<ApiException>(() => Admin().PublishAsync(LegalKinds.Cookies, new("Second.", before.Version, false)));
        Assert.Equal((HttpStatusCode.Conflict, "legal.changed_meanwhile"), (late.Status, late.Code));
        Assert.Equal("First.", (await Stranger().GetAsync(LegalKinds.Cookies)).Body);
        Assert.Equal("legal.nothing_new", (await Assert.ThrowsAsync<ApiException>(() => Admin().PublishAsync(LegalKinds.Cookies, new("First.", before.Version + 1, false)))).Code);
        Assert.Equal("legal.not_agreed_to", (await Assert.ThrowsAsync<ApiException>(() => Admin().PublishAsync(LegalKinds.Cookies, new("Third.", before.Version + 1, true)))).Code);
        Assert.Equal("legal.not_found", (await Assert.ThrowsAsync<ApiException>(() => Admin().PublishAsync("imprint", new("We.", 1, false)))).Code);
    }

    [Fact]
    public async Task What_was_published_or_agreed_to_is_never_changed()
    {
        await SqlAsync($"insert into legal.agreements (id, user_id, version, place, at) values (gen_random_uuid(), '{_admin.Value}', 1, 'Register', now())");

        foreach (var sql in (string[])["update legal.versions set body = 'Nothing'", "delete from legal.versions", $"update legal.agreements set version = 2 where user_id = '{_admin.Value}'", $"delete from legal.agreements where user_id = '{_admin.Value}'"])
        {
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<PostgresException>(() => SqlAsync(sql))).SqlState);
        }
    }

    [Fact]
    public async Task People_see_what_they_agreed_to_and_nobody_elses()
    {
        var (user, other) = (UserId.New(), UserId.New());
        await SqlAsync($"insert into legal.agreements (id, user_id, version, place, at) values (gen_random_uuid(), '{user.Value}', 1, 'Register', '2026-11-01 00:00Z'), (gen_random_uuid(), '{user.Value}', 2, 'Asked', '2026-11-20 00:00Z'), (gen_random_uuid(), '{other.Value}', 1, 'External', now())");

        var mine = await new AgreementsClient(app.SignedInAs(user)).ListAsync();

        Assert.Equal([(2, "ASKED"), (1, "REGISTER")], mine.Select(a => (a.Version, a.Place)));
        Assert.Empty(await new AgreementsClient(app.SignedInAs(UserId.New())).ListAsync());
    }

    [Fact]
    public async Task An_order_keeps_the_terms_under_which_it_was_placed_and_is_refused_under_others()
    {
        var stall = await app.OpenStallAsync();
        var guest = await app.GuestWithAsync((stall, 1));
        var held = (await Stranger().GetAsync(LegalKinds.Terms)).Version;
        var changed = (await Admin().PublishAsync(LegalKinds.Terms, new($"Be kinder. {Guid.CreateVersion7()}", held, true))).Version;

        var refused = await Assert.ThrowsAsync<ApiException>(() => OrderAsync(guest, held));
        Assert.Equal((HttpStatusCode.Conflict, "legal.other_version"), (refused.Status, refused.Code));
        Assert.Equal((10, 0), await app.StockOfAsync(stall)); // nothing was taken from the shelf
        var placed = await OrderAsync(guest, changed);

        await using var db = app.OpenDb();
        Assert.Equal(changed, (await db.Set<Order>().AsNoTracking().SingleAsync(o => o.Number == placed.Number)).TermsVersion);
    }

    private static async Task<PlacedOrder> OrderAsync(HttpClient shopper, int terms)
    {
        var choices = (await new CartClient(shopper).GetAsync()).Groups.Select(g => new FulfilmentChoice(g.Vendor.Id, FulfilmentMethods.Pickup)).ToList();
        var quote = await new CheckoutClient(shopper).QuoteAsync(new(null, choices));
        return await new CheckoutClient(shopper).PlaceOrderAsync(new(Street.Aditi, null, choices, PaymentMethods.Cash, null, quote.Fingerprint, TermsVersion: terms), Guid.CreateVersion7().ToString());
    }

    private LegalClient Stranger() => new(app.Guest());

    private LegalClient Admin() => new(app.SignedInAs(_admin, "admin"));

    private async Task SqlAsync(string sql)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
