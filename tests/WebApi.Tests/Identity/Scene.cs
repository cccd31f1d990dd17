using Marketplace.Application.Inventory;
using Marketplace.Application.Legal;
using Marketplace.Application.Notifications;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Settings;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Tests.Deliveries;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>The ids that a call can name. <see cref="Nowhere"/> has the same shape and names nothing.</summary>
internal sealed record Names(
    Guid Vendor, Guid Product, Guid Variant, Guid Category, Guid Import, string Order, Guid Part, Guid Line, Guid Address, Guid Notification, Guid Rider, Guid Delivery,
    Guid Offer, Guid FailedEvent, Guid Member, Guid Invitation, string OrderToken, string CartToken, string InvitationKey, Guid User, Guid ApiKey, string Person,
    Guid Brand, string BrandSlug, Guid Application, Guid Partner, Guid Shift)
{
    public static Names Nowhere() => new(
        Id(), Id(), Id(), Id(), Id(), Secrets.NewOrderNumber(), Id(), Id(), Id(), Id(), Id(), Id(), Id(), Id(), Id(), Id(), Secrets.NewToken(), Secrets.NewToken(), Secrets.NewToken(), Id(), Id(),
        NewUsername(), Id(), NewUsername(), Id(), Id(), Id());

    /// <summary>Takes the names out of an answer, so that answers about different things can be compared.</summary>
    public string Blur(string text) =>
        All.Aggregate(text, (blurred, name) => blurred.Replace(name, "?", StringComparison.OrdinalIgnoreCase));

    public IEnumerable<string> All =>
    [
        Order, OrderToken, CartToken, InvitationKey, Person, BrandSlug,
        .. from id in (IEnumerable<Guid>)[Vendor, Product, Variant, Category, Import, Part, Line, Address, Notification, Rider, Delivery, Offer, FailedEvent, Member, Invitation, User, ApiKey, Brand, Application, Partner, Shift] select id.ToString(),
    ];

    private static Guid Id() => Guid.CreateVersion7();

    private static string NewUsername() => $"p{Guid.CreateVersion7():N}"[..30];
}

/// <summary>A shop with its people, and one of everything that a call can be about, in the state in which the call makes sense.</summary>
internal sealed class Scene
{
    private readonly Dictionary<Actor, UserId> _people = Enum.GetValues<Actor>().ToDictionary(a => a, _ => UserId.New());

    private readonly Dictionary<VendorRole, UserId> _team = Enum.GetValues<VendorRole>().ToDictionary(r => r, _ => UserId.New());

    private Scene(Names names, SettingsDto settings, int cookieNoticeVersion) => (Names, Settings, CookieNoticeVersion) = (names, settings, cookieNoticeVersion);

    public Names Names { get; private set; }
    public SettingsDto Settings { get; }

    /// <summary>Of the cookie notice that holds: another one is written on top of it.</summary>
    public int CookieNoticeVersion { get; }

    /// <summary>Of the quote for what is in the carts.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>Of a product that is still to be made.</summary>
    public string Sku { get; } = $"SKU-{Guid.CreateVersion7():N}"[..20];

    /// <summary>Somebody whom the identity server knows, and who does not ride yet.</summary>
    public string NewcomerEmail { get; } = $"{Guid.CreateVersion7():N}@example.org";

    /// <summary>Of a guest who waits for the variant, from the mail.</summary>
    public string RestockKey { get; private set; } = "";

    /// <summary>What only those may read who are meant to.</summary>
    public IEnumerable<string> Private => [Names.Order, Names.Part.ToString(), Names.Address.ToString(), Names.Notification.ToString(), Names.Import.ToString(), Names.Delivery.ToString(), Names.Invitation.ToString(), Names.ApiKey.ToString(), Names.Application.ToString(), Names.Partner.ToString(), Secret];

    /// <summary>Stands in everything that somebody wrote.</summary>
    public string Secret { get; } = $"secret{Guid.CreateVersion7():N}"[..30];

    /// <summary>Whom <see cref="Names"/> call the person.</summary>
    public UserId Introduced { get; private set; }

    public UserId PersonOf(Actor actor) => actor switch
    {
        Actor.Owner or Actor.Suspended => _people[Actor.Owner],
        Actor.Rival or Actor.Impostor => _people[Actor.Rival],
        Actor.Expired or Actor.Foreign => _people[Actor.Admin],
        _ => _people[actor],
    };

    /// <summary>Who works for the shop, one in each role.</summary>
    public IReadOnlyDictionary<VendorRole, UserId> Team => _team;

    /// <param name="given">Words of the table: what has happened before the call.</param>
    public static async Task<Scene> BuildAsync(GuardedApp app, string given, bool isShopSuspended)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var scene = new Scene(Names.Nowhere(), await SettingsAsync(app), await CookieNoticeVersionAsync(app));
        var (now, words) = (TimeProvider.System.GetUtcNow(), given.Split(','));
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();

        var shop = SampleVendors.Open(scene._people[Actor.Owner], now);
        (scene._team[VendorRole.Owner], scene._team[VendorRole.Orders]) = (scene._people[Actor.Owner], scene._people[Actor.Staff]);
        foreach (var (role, member) in scene._team.Where(m => m.Key != VendorRole.Owner))
        {
            Must(shop.Join(member, role, now));
        }

        var invitation = scene.Invite(shop, now);
        Must(shop.SaveProfile(shop.ProfileWith(OpeningHours.EveryDay(new(0, 0), new(0, 0))), now));
        var other = SampleVendors.Open(scene._people[Actor.Rival], now);
        var aisle = Category.Create($"a-{Guid.CreateVersion7():N}", "Garden", null, 3, true, 0, now).Value!;
        var category = Category.Create($"c-{Guid.CreateVersion7():N}", "Plants", aisle.Id, 3, true, 0, now).Value!;
        var brand = Brand.Add($"b-{Guid.CreateVersion7():N}", "Aroha", now);
        var product = scene.Product(shop, words.Contains("emptied") ? null : category, brand, now);
        if (words.Contains("published") || words.Contains("hidden"))
        {
            Must(product.Publish(now));
        }

        if (words.Contains("hidden"))
        {
            Must(product.Hide("Not allowed", now));
        }

        var import = ImportRun.Start(shop.Id, "Owner", $"{scene.Secret}.csv", ImportFormat.Marketplace, false, now);
        import.Fail(1, "No rows.", now);
        var address = new SavedAddress(scene._people[Actor.Shopper], "Home", new(scene.Secret, "+91 98400 00000", "12 Lighthouse Road", null, "Tarapet", "IN-TN", "600001", "IN", new(12.91, 80.24), null), true, now);
        var notice = Notification.Tell(scene._people[Actor.Shopper], "welcome", scene.Secret, "There", "/", now);
        var order = scene.Order(shop, words, now);
        var (rider, delivery) = scene.Ride(order, words, now);
        var retired = Rider.Register(scene._people[Actor.RetiredRider], "Retired", "+91 98400 22224", "Bicycle", isActive: false, now);
        var second = Rider.Register(scene._people[Actor.OtherRider], "Second", "+91 98400 22223", "Bicycle", isActive: true, now);
        var shift = scene.Shift(db, words, rider, now);
        var secret = ApiKeySecrets.New();
        var key = ApiKey.Make(shop.Id, scene.Secret, ApiKey.AllScopes, null, secret, ApiKeySecrets.Hash(secret)!, scene._people[Actor.Owner], now).Value!;
        db.AddRange(shop, other, invitation, key, product, import, aisle, category, brand, address, notice, order, Payment.For(order, now), rider, second, retired, delivery);
        scene.FillCarts(db, product, words.Contains("saved"), now);
        scene.Introduce(db, shop, words, now);
        var (application, partner) = scene.Partner(db, words, now);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<IStock>().OpenAsync([(product.Variants[0].Id, shop.Id, words.Contains("sold-out") ? 0 : 10, 2)], "test", now, CancellationToken.None);
        if (words.Contains("waiting"))
        {
            var asGuest = RestockAlert.OfGuest(product.Variants[0].Id, $"{scene.Secret}@example.org", now);
            db.AddRange(RestockAlert.OfPerson(product.Variants[0].Id, scene._people[Actor.Shopper], now), asGuest);
            await db.SaveChangesAsync();
            scene.RestockKey = scope.ServiceProvider.GetRequiredService<IRestockKeys>().Of(asGuest.Id);
        }


        var failure = Guid.CreateVersion7();
        if (words.Contains("failed-event"))
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into shared.outbox_failures (id, message_id, consumer, attempts, error, first_failed_at, parked_at) select {failure}, id, {failure.ToString()}, 10, 'E', now(), now() from shared.outbox limit 1");
        }

        scene.Names = new(
            shop.Id.Value, product.Id.Value, product.Variants[0].Id.Value, category.Id.Value, import.Id.Value, order.Number, order.Parts[0].Id.Value,
            order.Parts[0].Lines[0].Id.Value, address.Id.Value, notice.Id.Value, rider.Id.Value, delivery.Id.Value,
            delivery.Offers.Select(o => o.Id.Value).FirstOrDefault(Guid.CreateVersion7()), failure, scene._team[VendorRole.Chat].Value, invitation.Id.Value,
            scene.Names.OrderToken, scene.Names.CartToken, scene.Names.InvitationKey, scene.Names.User, key.Id.Value, scene.Names.Person,
            brand.Id.Value, brand.Slug, application.Id.Value, partner.Id.Value, shift?.Id.Value ?? scene.Names.Shift);
        await app.KnowAsync(new(scene.Names.User), "customer");
        if (words.Contains("judged") ? !isShopSuspended && words.Contains("suspended") : isShopSuspended)
        {
            Must(shop.Suspend("Not allowed", now));
            await db.SaveChangesAsync();
        }

        await app.KnowAsync(scene._people[Actor.Admin], "admin");
        var people = scene._people.Values.Concat(scene._team.Values).Select(p => p.Value).Distinct().ToArray();
        await db.Database.ExecuteSqlAsync($"insert into identity.confirmed_addresses select id, replace(id::text, '-', '') || '@example.org' from unnest({people}) id");
        if (words.Contains("newcomer"))
        {
            await db.Database.ExecuteSqlAsync($"insert into identity.user_directory (id, email, full_name, roles, created_at) values ({Guid.CreateVersion7()}, {scene.NewcomerEmail}, 'Newcomer', array['customer'], now())");
        }

        if (words.Contains("quoted") && !isShopSuspended)
        {
            var quote = await new CheckoutClient(app.Guest(scene.Names.CartToken)).QuoteAsync(new(Street.Home, [new(shop.Id.Value, FulfilmentMethods.Pickup)]));
            scene.Fingerprint = quote.Fingerprint;
        }

        return scene;
    }

    private static async Task<SettingsDto> SettingsAsync(GuardedApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChangeSettingsHandler>().ShowAsync(CancellationToken.None);
    }

    private static async Task<int> CookieNoticeVersionAsync(GuardedApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<LegalTextsHandler>().ShowAsync(LegalKinds.Cookies, null, CancellationToken.None)).Value!.Version;
    }

    /// <summary>To the shopper, who does not work here yet; sent a while ago, so that it can be sent again.</summary>
    private Invitation Invite(Vendor shop, DateTimeOffset now)
    {
        var email = $"{_people[Actor.Shopper].Value:N}@example.org";
        var sent = Invitation.Send(shop, _people[Actor.Owner], email, VendorRole.Catalogue, Secrets.Hash(Names.InvitationKey)!, now.AddHours(-1));
        Must(sent);
        return sent.Value.Invitation;
    }

    private Product Product(Vendor shop, Category? category, Brand brand, DateTimeOffset now)
    {
        var slug = $"thing-{Guid.CreateVersion7():N}";
        return Domain.Catalog.Product.Create(
            shop.Id, slug, new(Secret, "Sweet.", category?.Id, brand.Id, "STANDARD", null, true, [], [], [new(null, slug[..20], new Dictionary<string, string>(), new(100, "INR"), null, 500, null)], [], []), now).Value!;
    }

    /// <summary>An order of the shopper, which a guest with its token may see as well.</summary>
    private Order Order(Vendor shop, string[] words, DateTimeOffset now)
    {
        var method = words.Contains("unpaid") ? PaymentMethod.Upi : PaymentMethod.CashOnDelivery;
        var fulfilment = words.Contains("pickup") ? FulfilmentMethod.Pickup : FulfilmentMethod.Delivery;
        var order = SampleOrders.Place(_people[Actor.Shopper], Names.OrderToken, now, method, fulfilment, shop.Id);
        var part = order.Parts[0].Id;
        (string Word, Action Step)[] steps =
        [
            ("confirmed", () => order.Confirm(now, TimeSpan.FromMinutes(3))),
            ("preparing", () => Must(order.Accept(part, TimeSpan.FromMinutes(20), now))),
            ("ready", () => Must(order.MakeReady(part, now))),
            ("shipped", () => Must(order.Ship(part, "Rider", now))),
            ("delivered", () => Must(order.Deliver(part, "Rider", now))),
        ];
        foreach (var (_, step) in steps.Take(Array.FindIndex(steps, s => words.Contains(s.Word)) + 1))
        {
            step();
        }

        return order;
    }

    /// <summary>Planned for in three days, where somebody needs one.</summary>
    private Shift? Shift(MarketplaceDbContext db, string[] words, Rider rider, DateTimeOffset now)
    {
        if (words.FirstOrDefault(w => w.EndsWith("shift", StringComparison.Ordinal)) is not { } word)
        {
            return null;
        }

        var shift = Domain.Deliveries.Shifts.Shift.Plan(new(now.AddDays(3), now.AddDays(3).AddHours(4)), word == "full-shift" ? 1 : 2, Secret, isPublished: word != "draft-shift", now).Value!;
        if (word == "full-shift")
        {
            var third = Rider.Register(UserId.New(), "Third", "+91 98400 22225", "Bicycle", isActive: true, now);
            db.Add(third);
            Must(shift.Take(third, [], now));
        }
        else if (word == "in-shift")
        {
            Must(shift.Take(rider, [], now));
        }

        db.Add(shift);
        return shift;
    }

    private (Rider Rider, Delivery Delivery) Ride(Order order, string[] words, DateTimeOffset now)
    {
        var rider = Rider.Register(_people[Actor.Rider], "First", "+91 98400 22222", "Scooter", isActive: true, now);
        Must(rider.GoOnline(now));
        var delivery = SampleDeliveries.Request(now, part: order.Parts[0].Id, order: order.Id);
        if (words.Contains("offered"))
        {
            Must(delivery.OfferTo([new Candidate(rider.Id, rider.UserId, rider.Name, 800)], TimeSpan.FromMinutes(5), now));
        }

        (string Word, Action Step)[] steps =
        [
            ("assigned", () => Must(delivery.AssignTo(rider, "Test", now))),
            ("picked-up", () => Must(delivery.PickUp("7413", now))),
            ("riding", () => Must(delivery.Start(now))),
            ("failed", () => Must(delivery.Fail(FailureReason.NobodyHome, null, now))),
            ("returning", () => Must(delivery.Start(now))),
        ];
        foreach (var (_, step) in steps.Take(Array.FindIndex(steps, s => words.Contains(s.Word)) + 1))
        {
            step();
        }

        return (rider, delivery);
    }

    private void FillCarts(MarketplaceDbContext db, Product product, bool isSaved, DateTimeOffset now)
    {
        foreach (var cart in (Cart[])[Cart.Of(_people[Actor.Shopper], now), Cart.OfGuest(Secrets.Hash(Names.CartToken)!, now)])
        {
            Must(cart.Add(product.Variants[0].Id, product.Name, 1, 100, 10, now));
            if (isSaved)
            {
                Must(cart.Save(product.Variants[0].Id, true, now));
            }

            db.Add(cart);
        }
    }

    /// <summary>A person whom everybody may see.</summary>
    private void Introduce(MarketplaceDbContext db, Vendor shop, string[] words, DateTimeOffset now)
    {
        var person = Profile.Of(UserId.New(), "Somebody");
        Must(person.Save(new(Names.Person, "", "", null, Audience.Everyone, Measurements.None), now));
        person.Share(presence: true, activity: true, now);
        Introduced = person.UserId;
        db.Add(person);
        if (words.Contains("followed"))
        {
            db.AddRange(new PersonFollow(_people[Actor.Shopper], person.UserId, now), new ShopFollow(_people[Actor.Shopper], shop.Id, now));
        }

        if (words.Contains("leaving"))
        {
            var deletion = AccountDeletion.Of(_people[Actor.Shopper]);
            Must(deletion.Ask("shopper@example.org", Secret, TimeSpan.FromDays(7), now));
            db.Add(deletion);
        }

        if (words.Contains("going"))
        {
            var going = AccountDeletion.Of(new(Names.User));
            Must(going.Ask("user@example.org", Secret, TimeSpan.FromDays(7), now));
            db.Add(going);
        }

        if (words.Contains("packed"))
        {
            var copy = DataCopy.Of(_people[Actor.Shopper]);
            copy.Ask(now);
            copy.Fill([1, 2, 3], now);
            db.Add(copy);
        }

        if (words.Contains("blocked"))
        {
            db.Add(new Block(_people[Actor.Shopper], person.UserId, now));
        }
    }

    /// <summary>The shopper recommends, has applied once more, and somebody else resells; both pages have the same address.</summary>
    private (PartnerApplication Application, Partner Partner) Partner(MarketplaceDbContext db, string[] words, DateTimeOffset now)
    {
        PartnerApplication Apply(UserId user, PartnerRole role) => PartnerApplication.Submit(user, new(role, "Somebody", $"{Secret} and more", null, null, []), now).Value!;
        var (waiting, first, other) = (Apply(_people[Actor.Shopper], PartnerRole.Influencer), Apply(_people[Actor.Shopper], PartnerRole.Influencer), Apply(Introduced, PartnerRole.Reseller));
        Must(first.Approve(_people[Actor.Admin], now));
        Must(other.Approve(_people[Actor.Admin], now));
        var partner = Domain.Partners.Partner.Open(first, Names.Person, now);
        if (words.Contains("closed-page"))
        {
            Must(partner.Close("Not allowed", now));
        }

        db.AddRange(waiting, first, other, partner, Domain.Partners.Partner.Open(other, Names.Person, now));
        return (waiting, partner);
    }

    private static void Must<T>(Result<T> result) => Assert.True(result.IsSuccess, result.IsSuccess ? "" : result.Error.Message);
}
