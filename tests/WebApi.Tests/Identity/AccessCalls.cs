using System.Net.Http.Json;
using System.Text;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Notifications;
using Marketplace.Testing;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Tests.Orders;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Makes the request of a row of the table: the address with the names filled in, and a body with which the call succeeds for who may make it.</summary>
internal static class AccessCalls
{
    private static readonly Dictionary<string, Func<Names, Scene, object>> Bodies = new()
    {
        ["POST /live/tickets#order"] = (n, _) => new { hub = "orders", topics = new[] { $"order:{n.Order}" } },
        ["POST /live/tickets#order-token"] = (n, _) => new { hub = "orders", topics = new[] { $"order:{n.Order}" }, orderToken = n.OrderToken },
        ["POST /live/tickets#vendor"] = (n, _) => new { hub = "orders", topics = new[] { $"vendor:{n.Vendor}" } },
        ["POST /live/tickets#rider"] = (n, _) => new { hub = "orders", topics = new[] { $"rider:{n.Rider}" } },
        ["POST /live/tickets#dispatch"] = (_, _) => new { hub = "orders", topics = new[] { "dispatch" } },
        ["POST /live/tickets#user"] = (_, _) => new { hub = "notifications", topics = new[] { "user" } },
        ["POST /live/tickets#person"] = (n, _) => new { hub = "notifications", topics = new[] { $"person:{n.Person}" } },
        ["POST /live/tickets#profile"] = (n, _) => new { hub = "notifications", topics = new[] { $"profile:{n.Person}" } },
        ["POST /live/tickets#account"] = (n, _) => new { hub = "notifications", topics = new[] { $"account:{n.User}" } },
        ["POST /live/tickets#cart"] = (_, _) => new { hub = "inventory", topics = new[] { "cart" } },
        ["POST /live/tickets#product"] = (n, _) => new { hub = "inventory", topics = new[] { $"product:{n.Product}" } },
        ["POST /cart/items"] = (n, _) => new { variantId = n.Variant, quantity = 1 },
        ["PUT /cart/items/{variant}"] = (_, _) => new { quantity = 2 },
        ["POST /cart/merge"] = (n, _) => new { token = n.CartToken },
        ["POST /checkout/quote"] = (n, _) => new { address = Street.Home, choices = new[] { new { vendorId = n.Vendor, method = "PICKUP" } } },
        ["POST /orders"] = (n, s) => new
        {
            contact = Street.Aditi,
            address = Street.Home,
            choices = new[] { new { vendorId = n.Vendor, method = "PICKUP" } },
            paymentMethod = "CASH_ON_DELIVERY",
            fingerprint = s.Fingerprint,
        },
        ["POST /guests/data/code"] = (_, s) => new { email = s.NewcomerEmail },
        ["POST /guests/data/copy"] = (_, _) => new { ticket = "not one of ours", code = "123456" },
        ["POST /guests/data/erase"] = (_, _) => new { ticket = "not one of ours", code = "123456" },
        ["POST /orders/{order}/cancel"] = (_, _) => new { reason = "Changed my mind" },
        ["POST /orders/{order}/parts/{part}/cancel"] = (_, _) => new { reason = "Changed my mind" },
        ["PUT /orders/{order}/lines/{line}/rating"] = (_, _) => new { stars = 4 },
        ["POST /payments/webhooks/sandbox"] = (_, _) => new { id = "1" },
        ["POST /me/addresses"] = (_, _) => new { label = "Work", address = Street.Home, isDefault = false },
        ["PUT /me/addresses/{address}"] = (_, s) => new { label = s.Secret, address = Street.Home, isDefault = false },
        ["PUT /me/profile"] = (_, _) => new
        {
            revision = 0, username = (string?)null, bio = "Likes rice.", location = "Tarapet", position = new { latitude = 12.91, longitude = 80.24 }, shownTo = "FOLLOWED",
            measurements = new { height = new { value = 172.5, unit = "CENTIMETRE" }, waist = new { value = 32, unit = "INCH" }, shoes = new { value = 42.5, system = "EU" } },
        },
        ["PUT /me/sharing"] = (_, _) => new { showsPresence = true, showsActivity = true },
        ["PUT /me/marketing"] = (_, _) => new { isOn = true, textVersion = MarketingText.Current.Version },
        ["PUT /me/preferences"] = (_, _) => new { language = "en-IN", currency = "INR", theme = "DARK", interests = new[] { "Books" } },
        ["PUT /me/notification-preferences"] = (_, _) => new { choices = new[] { new { topic = "ORDERS", inApp = true, mail = false } } },
        ["POST /me/deletion"] = (_, _) => new { confirmation = "delete my account" },
        ["POST /vendors"] = (_, _) => new
        {
            name = "New shop", tagline = "", street = "1 Market Street", city = "Tarapet", region = "IN-TN", postalCode = "600001",
            position = new { latitude = 12.912, longitude = 80.242 }, phone = "+91 98400 11111", email = "shop@example.org",
        },
        ["PUT /vendor/profile"] = (_, _) => new
        {
            name = "Renamed", tagline = "", story = "", hue = 3, street = "1 Market Street", city = "Tarapet", region = "IN-TN", postalCode = "600001",
            position = new { latitude = 12.912, longitude = 80.242 }, phone = "+91 98400 11111", email = "shop@example.org", hours = Array.Empty<object>(),
            preparationMinutes = 20, offersPickup = true, offersDelivery = true, deliveryRadiusKm = 5,
        },
        ["PUT /vendor/profile/taking-orders"] = (_, _) => new { isTakingOrders = false, preparationMinutes = 30 },
        ["POST /vendor/api-keys"] = (_, _) => new { name = "Till", scopes = new[] { "vendor.orders" } },
        ["POST /vendor/products"] = (_, s) => Product(s),
        ["PUT /vendor/products/{product}"] = (_, s) => Product(s),
        ["POST /vendor/products/bulk"] = (n, _) => new { productIds = new[] { n.Product }, action = "deactivate" },
        ["PUT /vendor/variants/{variant}/stock"] = (_, _) => new { onHand = 7 },
        ["PUT /vendor/variants/{variant}/price"] = (_, _) => new { price = 120 },
        ["POST /vendor/orders/{part}/accept"] = (_, _) => new { preparationMinutes = 15 },
        ["POST /vendor/orders/{part}/reject"] = (_, _) => new { reason = "OUT_OF_STOCK" },
        ["POST /vendor/orders/{part}/cancel"] = (_, _) => new { reason = "OUT_OF_STOCK" },
        ["POST /vendor/orders/{part}/hand-over"] = (_, _) => new { pin = "4321" },
        ["PUT /vendor/team/{member}"] = (_, _) => new { role = "FINANCE" },
        ["POST /vendor/team/invitations"] = (_, s) => new { email = s.NewcomerEmail, role = "ORDERS" },
        ["POST /me/invitations/look-at"] = (n, _) => new { key = n.InvitationKey },
        ["POST /me/invitations/accept"] = (n, _) => new { key = n.InvitationKey },
        ["POST /me/invitations/decline"] = (n, _) => new { key = n.InvitationKey },
        ["POST /me/partner-applications"] = (_, _) => new { role = "RESELLER", name = "Somebody", pitch = "I know who needs what.", links = new[] { "https://example.org/somebody" } },
        ["PUT /me/partner-pages/{partner}"] = (_, s) => new { name = "Somebody else", bio = s.Secret, links = Array.Empty<string>() },
        ["POST /admin/partner-applications/{application}/reject"] = (_, _) => new { reason = "Not allowed" },
        ["POST /admin/partners/{partner}/close"] = (_, _) => new { reason = "Not allowed" },
        ["PUT /rider/profile"] = (_, _) => new { phone = "+91 98400 33333", vehicle = "Bicycle" },
        ["PUT /rider/online"] = (_, _) => new { isOnline = true },
        ["POST /rider/position"] = (_, _) => new { position = new { latitude = 12.91, longitude = 80.24 } },
        ["POST /rider/deliveries/{delivery}/pick-up"] = (_, _) => new { code = "7413" },
        ["POST /rider/deliveries/{delivery}/deliver"] = (_, _) => new { pin = "4071" },
        ["POST /rider/deliveries/{delivery}/fail"] = (_, _) => new { reason = "NOBODY_HOME" },
        ["POST /rider/deliveries/{delivery}/returned"] = (_, _) => new { code = "3852" },
        ["PUT /rider/availability"] = (_, _) => new { times = new[] { new { day = 0, from = "10:00:00", to = "14:00:00" } } },
        ["POST /admin/shifts"] = (_, _) => new { days = new[] { DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(3) }, from = "10:00:00", to = "14:00:00", places = 2, isPublished = false },
        ["POST /admin/shifts/{shift}/cancel"] = (_, _) => new { reason = "Storm" },
        ["PUT /admin/shifts/{shift}/places"] = (_, _) => new { places = 4 },
        ["POST /admin/deliveries/{delivery}/resolve"] = (_, _) => new { outcome = "LOST", reason = "The bag was stolen." },
        ["POST /admin/deliveries/{delivery}/assign"] = (n, _) => new { riderId = n.Rider },
        ["POST /admin/riders"] = (_, s) => new { email = s.NewcomerEmail, name = "Newcomer", phone = "+91 98400 22222", isActive = true },
        ["PUT /admin/riders/{rider}"] = (_, _) => new { email = GuardedApp.KnownEmail, name = "Renamed", phone = "+91 98400 22222", isActive = true },
        ["POST /admin/users"] = (_, s) => new { name = "Newcomer", email = s.NewcomerEmail, reason = "Asked by phone" },
        ["POST /admin/users/{user}/correct"] = (_, _) => new { name = "Renamed", email = "renamed@example.org", phone = (string?)null, reason = "Ticket 4711" },
        ["POST /admin/users/{user}/delete"] = (_, _) => new { reason = "Asked by letter" },
        ["POST /admin/users/{user}/keep"] = (_, _) => new { reason = "It was a mistake" },
        ["POST /admin/users/{user}/suspend"] = (_, _) => new { reason = "Not allowed" },
        ["POST /admin/users/{user}/remove-second-factor"] = (_, _) => new { reason = "Lost the phone" },
        ["POST /admin/users/{user}/act"] = (_, _) => new { reason = "Ticket 4711" },
        ["PUT /admin/users/{user}/roles"] = (_, _) => new { roles = new[] { "dispatch" } },
        ["POST /admin/vendors/{vendor}/suspend"] = (_, _) => new { reason = "Not allowed" },
        ["PUT /admin/vendors/{vendor}/commission"] = (_, _) => new { percent = 12.5 },
        ["POST /restock-alerts"] = (n, s) => new { variantId = n.Variant, email = s.NewcomerEmail },
        ["POST /restock-alerts/confirm"] = (_, s) => new { key = s.RestockKey },
        ["POST /restock-alerts/stop"] = (_, s) => new { key = s.RestockKey },
        ["PUT /admin/products/{product}"] = (_, s) => Product(s),
        ["PUT /admin/categories/{category}/place"] = (_, _) => new { place = 0 },
        ["PUT /admin/brands/{brand}"] = (_, s) => new { name = s.Secret, description = "Pots of the town." },
        ["POST /admin/products/{product}/hide"] = (_, _) => new { reason = "Not allowed" },
        ["POST /admin/categories"] = (_, s) => new { name = s.Secret, hue = 3, isActive = true },
        ["PUT /admin/categories/{category}"] = (_, s) => new { name = s.Secret, hue = 4, isActive = true },
        ["POST /admin/orders/{order}/parts/{part}/cancel"] = (_, _) => new { reason = "Not allowed" },
        ["PUT /admin/settings"] = (_, s) => s.Settings,
        ["POST /admin/legal/{kind}/versions"] = (_, s) => new { body = $"We set {s.Sku}.", basedOn = s.CookieNoticeVersion, asksEverybody = false },
    };

    /// <param name="names">What the scene is called, or names of nothing.</param>
    public static HttpRequestMessage Request(GuardedApp app, AccessRow row, Actor actor, Scene scene, Names names)
    {
        var path = new StringBuilder("/api/v1").Append(row.Path.Split('#')[0])
            .Replace("{product}", $"{names.Product}").Replace("{variant}", $"{names.Variant}").Replace("{category}", $"{names.Category}").Replace("{import}", $"{names.Import}")
            .Replace("{order}", names.Order).Replace("{part}", $"{names.Part}").Replace("{line}", $"{names.Line}").Replace("{address}", $"{names.Address}")
            .Replace("{notification}", $"{names.Notification}").Replace("{rider}", $"{names.Rider}").Replace("{delivery}", $"{names.Delivery}").Replace("{offer}", $"{names.Offer}")
            .Replace("{member}", $"{names.Member}").Replace("{invitation}", $"{names.Invitation}").Replace("{vendor}", $"{names.Vendor}").Replace("{event}", $"{names.FailedEvent}")
            .Replace("{user}", $"{names.User}").Replace("{key}", $"{names.ApiKey}").Replace("{person}", names.Person).Replace("{kind}", "cookies")
            .Replace("{brand}", $"{names.Brand}").Replace("{brandslug}", names.BrandSlug)
            .Replace("{application}", $"{names.Application}").Replace("{partner}", $"{names.Partner}").Replace("{shift}", $"{names.Shift}").ToString();
        if (actor == Actor.Guest && row.Path.StartsWith("/orders/", StringComparison.Ordinal))
        {
            path += $"?token={names.OrderToken}";
        }

        if (row is { Path: "/admin/products/{product}", Method: "PUT" or "DELETE" })
        {
            path += "?reason=Not%20allowed";
        }

        var request = new HttpRequestMessage(new HttpMethod(row.Method), path) { Content = Body(row, scene, names) };
        if (Token(app, row, actor, scene) is { } token)
        {
            request.Headers.Authorization = new(BearerHandler.SchemeName, token);
        }

        if (actor == Actor.Guest)
        {
            request.Headers.Add(ApiHttp.CartToken, names.CartToken);
        }

        if (actor == Actor.Impostor)
        {
            request.Headers.Add(ApiHttp.Vendor, names.Vendor.ToString());
        }

        if (row.Method != "GET" && row.Path is "/orders" or "/orders/{order}/pay")
        {
            request.Headers.Add(ApiHttp.IdempotencyKey, Guid.CreateVersion7().ToString());
        }

        if (row.Method == "PUT" && row.Path is "/vendor/products/{product}" or "/admin/products/{product}" or "/vendor/profile" or "/admin/riders/{rider}" or "/admin/settings" or "/me/partner-pages/{partner}" or "/rider/profile")
        {
            request.Headers.Add("If-Match", "*");
        }

        return request;
    }

    private static string? Token(GuardedApp app, AccessRow row, Actor actor, Scene scene)
    {
        var person = scene.PersonOf(actor).Value.ToString();
        return actor switch
        {
            Actor.Anonymous or Actor.Guest => null,
            Actor.Admin => app.Token(person, "admin"),
            Actor.Machine => app.Token("store", "admin"),
            Actor.Scopeless => app.Token(scene.PersonOf(Concerned(row)).Value.ToString(), "admin", scope: "openid profile"),
            Actor.Expired => app.Token(person, "admin", endsIn: TimeSpan.FromMinutes(-2)),
            Actor.Foreign => app.Token(person, "admin", audience: "store"),
            _ => app.Token(person),
        };
    }

    /// <summary>Whose call it is: who might do it, were it not for the app.</summary>
    internal static Actor Concerned(AccessRow row) => row.Path.Split('/', '#') switch
    {
        [_, "vendor", ..] or [.., "vendor"] => Actor.Owner,
        [_, "rider", ..] or [.., "rider"] => Actor.Rider,
        [_, "admin", ..] or [.., "dispatch"] => Actor.Admin,
        _ => Actor.Shopper,
    };

    private static HttpContent? Body(AccessRow row, Scene scene, Names names)
    {
        switch (row.Path)
        {
            case "/vendor/products/imports":
                return new MultipartFormDataContent { { new ByteArrayContent("sku,name\n"u8.ToArray()), "file", "products.csv" } };
            case "/vendor/media" or "/admin/media" or "/me/profile/photo" when row.Method == "POST":
                return new MultipartFormDataContent { { new ByteArrayContent(Convert.FromBase64String(Pixel)), "file", "dot.png" } };
            case "/vendor/media/videos" or "/admin/media/videos":
                return new ByteArrayContent(new SampleVideo { Seconds = 1 }.ToBytes()) { Headers = { ContentType = new("video/mp4") } };
            default:
                return Bodies.TryGetValue($"{row.Method} {row.Path}", out var body) ? JsonContent.Create(body(names, scene)) : null;
        }
    }

    private static object Product(Scene scene) => new
    {
        name = "Brass lamp", description = "", taxClass = "STANDARD", isActive = true, images = Array.Empty<object>(), options = Array.Empty<object>(),
        variants = new[] { new { sku = scene.Sku, options = new { }, price = 10, weightInGrams = 1, onHand = 1, lowStockAt = 1 } },
        attributes = Array.Empty<object>(), tags = Array.Empty<string>(),
    };

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
}
