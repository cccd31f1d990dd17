using Marketplace.E2E.Tests.Identity;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Marketplace.E2E.Tests.Design.Surface;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Every page of the marketplace, in the states in which it looks different.</summary>
internal static class PageList
{
    private const string Shopper = "aditi@tarapet.example";
    private const string Vendor = "raghunath@tarapet.example";
    private const string Packer = "manju@tarapet.example";
    private const string Suspended = "prakash@tarapet.example";
    private const string Admin = "ishaan@tarapet.example";
    private const string Support = "devika@tarapet.example";
    private const string Rider = "joseph@tarapet.example";
    private const string Applicant = "tanvi@tarapet.example";
    private const string Rejected = "omar@tarapet.example";
    private const string Influencer = "leela@tarapet.example";

    private const string AppRequest = "&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private const string UndoToken = "a-token-of-the-pages-that-are-looked-at-123";
    private const string OrderOf = "from orders.orders o join identity.user_directory d on d.id = o.customer_id where o.state = ";
    private const string FirstOrder = " order by o.placed_at desc, o.number limit 1";

    /// <summary>What stands in braces in a path or is asked for as a person: read from the town, so that it always exists.</summary>
    public static readonly IReadOnlyDictionary<string, string> Lookups = new Dictionary<string, string>
    {
        ["undo"] = $"""
            insert into identity.address_changes (hash, user_id, old_address, changed_at, expires_at)
            select sha256(convert_to('{UndoToken}', 'UTF8')), id, 'before@tarapet.example', now(), now() + interval '7 days' from identity.users order by created_at limit 1
            on conflict (hash) do update set expires_at = excluded.expires_at returning '{UndoToken}'
            """,
        ["invited"] = $"""
            insert into identity.account_invitations (user_id, hash, expires_at)
            select id, sha256(convert_to('{UndoToken}', 'UTF8')), now() + interval '7 days' from identity.users order by created_at limit 1
            on conflict (user_id) do update set hash = excluded.hash, expires_at = excluded.expires_at returning '{UndoToken}'
            """,
        ["movingOrder"] = $"select o.number {OrderOf}'OutForDelivery'{FirstOrder}",
        ["moving"] = $"select d.email {OrderOf}'OutForDelivery'{FirstOrder}",
        ["deliveredOrder"] = $"select o.number {OrderOf}'Delivered'{FirstOrder}",
        ["delivered"] = $"select d.email {OrderOf}'Delivered'{FirstOrder}",
        ["halfCancelledOrder"] = $"select o.number {OrderOf}'PartiallyCancelled'{FirstOrder}",
        ["halfCancelled"] = $"select d.email {OrderOf}'PartiallyCancelled'{FirstOrder}",
        ["newOrder"] = $"select o.number {OrderOf}'Confirmed'{FirstOrder}",
        ["new"] = $"select d.email {OrderOf}'Confirmed'{FirstOrder}",
        ["manyKinds"] = "select p.slug from catalog.products p join catalog.variants x on x.product_id = p.id where p.state = 'Published' group by p.slug order by count(*) desc, p.slug limit 1",
        ["soldOut"] =
            """
            select p.slug from catalog.products p join catalog.variants x on x.product_id = p.id join inventory.stock_items s on s.variant_id = x.id
            where p.state = 'Published' and p.is_active group by p.slug having max(s.on_hand - s.reserved) = 0 order by p.slug limit 1
            """,
        ["brand"] = "select b.slug from catalog.brands b join catalog.products p on p.brand_id = b.id where p.state = 'Published' and p.is_active group by b.slug order by count(*) desc, b.slug limit 1",
        ["product"] = "select p.id::text from catalog.products p join vendors.vendors v on v.id = p.vendor_id where v.slug = 'annapurna-provisions' order by p.slug limit 1",
        ["variant"] = "select x.id::text from catalog.variants x join catalog.products p on p.id = x.product_id join vendors.vendors v on v.id = p.vendor_id where v.slug = 'annapurna-provisions' order by p.slug, x.sku limit 1",
        ["shopsOrder"] = "select p.id::text from orders.vendor_orders p where p.vendor_slug = 'annapurna-provisions' order by p.ended_at is not null, p.number limit 1",
        ["vendor"] = "select id::text from vendors.vendors where slug = 'annapurna-provisions'",
        ["person"] = "select id::text from identity.user_directory where email = 'aditi@tarapet.example'",
        ["colleague"] = "select id::text from identity.user_directory where email = 'dawood@tarapet.example'",
        ["waitingVendor"] = "select id::text from vendors.vendors where state = 'Pending' limit 1",
        ["application"] = "select id::text from partners.applications where state = 'Submitted' and role = 'Influencer' order by submitted_at limit 1",
        ["rejectedApplication"] = "select id::text from partners.applications where state = 'Rejected' order by submitted_at limit 1",
        ["approvedApplication"] = "select id::text from partners.applications where state = 'Approved' and role = 'Reseller' order by submitted_at limit 1",
        ["payment"] = "select id from sandbox.payments where outcome is null order by created_at desc limit 1",
        ["paid"] = "select id from sandbox.payments where outcome = 'captured' order by created_at desc limit 1",
        ["busiest"] =
            """
            select d.email from orders.vendor_orders p join vendors.members m on m.vendor_id = p.vendor_id join identity.user_directory d on d.id = m.user_id
            where m.role = 'Owner' and p.state in ('Confirmed', 'Preparing', 'Ready', 'OutForDelivery') group by d.email order by count(*) desc, d.email limit 1
            """,
        ["pickingUp"] = RiderWith("Assigned"),
        ["riding"] = RiderWith("InTransit"),
        ["bringingBack"] = RiderWith("Returning"),
        ["comingBack"] = "select vendor_order_id::text from deliveries.deliveries where state = 'Returning' order by number limit 1",
        ["takingBack"] =
            """
            select u.email from deliveries.deliveries d join vendors.members m on m.vendor_id = d.vendor_id join identity.user_directory u on u.id = m.user_id
            where m.role = 'Owner' and d.state = 'Returning' order by d.number, u.email limit 1
            """,
    };

    public static readonly IReadOnlyList<PageState> All =
    [
        new("home", Store, "/", ""),
        new("aisles", Store, "/aisles", "aisles"),
        new("aisle", Store, "/aisles/{AisleSlug}", "aisles/groceries"),
        new("product of many kinds", Store, "/products/{ProductSlug}", "products/{manyKinds}"),
        new("product sold out", Store, "/products/{ProductSlug}", "products/{soldOut}"),
        new("brand", Store, "/brands/{BrandSlug}", "brands/{brand}"),
        new("search", Store, "/search", "search?q=rice"),
        new("search without a result", Store, "/search", "search?q=zeppelin"),
        new("shops", Store, "/shops", "shops"),
        new("shop", Store, "/shops/{ShopSlug}", "shops/annapurna-provisions"),
        new("shop with a name from right to left", Store, "/shops/{ShopSlug}", "shops/attar-house"),
        new("reseller", Store, "/resellers/{PageSlug}", "resellers/taras-table"),
        new("influencer", Store, "/influencers/{PageSlug}", "influencers/leelas-green-corner"),
        new("empty cart", Store, "/cart", "cart"),
        new("cart of two shops", Store, "/cart", "cart") { HasCart = true },
        new("checkout without a cart", Store, "/checkout", "checkout"),
        new("checkout of a guest", Store, "/checkout", "checkout") { HasCart = true },
        new("checkout of a customer", Store, "/checkout", "checkout", Shopper) { HasCart = true },
        new("place", Store, "/place", "place"),
        new("prices", Store, "/prices", "prices"),
        new("terms of use", Store, "/terms", "terms"),
        new("privacy notice", Store, "/privacy", "privacy"),
        new("cookies", Store, "/cookies", "cookies"),
        new("find an order", Store, "/orders/find", "orders/find?missing=1"),
        new("data of a guest", Store, "/orders/data", "orders/data"),
        new("orders of a stranger", Store, "/orders", "orders"),
        new("orders", Store, "/orders", "orders", Shopper),
        new("order just placed", Store, "/orders/{Number}", "orders/{newOrder}?placed=1", "new"),
        new("order on its way", Store, "/orders/{Number}", "orders/{movingOrder}", "moving"),
        new("order delivered", Store, "/orders/{Number}", "orders/{deliveredOrder}", "delivered"),
        new("order with a refund", Store, "/orders/{Number}", "orders/{halfCancelledOrder}", "halfCancelled"),
        new("back from the payment", Store, "/checkout/return/{Number}", "checkout/return/{newOrder}", "new"),
        new("cancel an order", Store, "/orders/{Number}/cancel", "orders/{newOrder}/cancel", "new"),
        new("too late to cancel", Store, "/orders/{Number}/cancel", "orders/{deliveredOrder}/cancel", "delivered"),
        new("account", Store, "/account", "account", Shopper),
        new("addresses", Store, "/account/addresses", "account/addresses", Shopper),
        new("notifications", Store, "/account/notifications", "account/notifications", Shopper),
        new("end marketing", Store, "/unsubscribe", "unsubscribe?key=x"),
        new("marketing ended", Store, "/unsubscribe", "unsubscribe?done=1"),
        new("confirm an alert", Store, "/restock", "restock?key=x"),
        new("alert confirmed", Store, "/restock", "restock?done=confirmed"),
        new("alert ended", Store, "/restock", "restock?done=stopped"),
        new("link of an alert ended", Store, "/restock", "restock?done=over"),
        new("waiting for nothing", Store, "/account/waiting", "account/waiting", Shopper),
        new("store error", Store, "/error", "error"),
        new("store not found", Store, "/not-found", "nowhere"),

        new("portal start", Portal, "/", "", Rider),
        new("portal error", Portal, "/error", "error"),
        new("portal not found", Portal, "/not-found", "not-found", Rider),
        new("portal for nobody in particular", Portal, "/vendor", "vendor", Shopper),
        new("today", Portal, "/vendor", "vendor", Vendor),
        new("vendor orders", Portal, "/vendor/orders", "vendor/orders", Vendor),
        new("vendor order", Portal, "/vendor/orders/{Id:guid}", "vendor/orders/{shopsOrder}", Vendor),
        new("vendor order that comes back", Portal, "/vendor/orders/{Id:guid}", "vendor/orders/{comingBack}", "takingBack"),
        new("vendor figures", Portal, "/vendor/figures", "vendor/figures", Vendor),
        new("vendor earnings", Portal, "/vendor/earnings", "vendor/earnings", Vendor),
        new("vendor earnings of a day without any", Portal, "/vendor/earnings", "vendor/earnings?span=day&on=2020-02-29", Vendor),
        new("vendor products", Portal, "/vendor/products", "vendor/products", Vendor),
        new("vendor products, none fits", Portal, "/vendor/products", "vendor/products?search=zeppelin", Vendor),
        new("new product", Portal, "/vendor/products/new", "vendor/products/new", Vendor),
        new("product editor", Portal, "/vendor/products/{Id:guid}", "vendor/products/{product}", Vendor),
        new("stock history", Portal, "/vendor/stock/{VariantId:guid}", "vendor/stock/{variant}", Vendor),
        new("import", Portal, "/vendor/import", "vendor/import", Vendor),
        new("team", Portal, "/vendor/team", "vendor/team", Vendor),
        new("team, for who packs", Portal, "/vendor/team", "vendor/team", Packer),
        new("page that a role does not open", Portal, "/vendor/figures", "vendor/figures", Packer),
        new("product, only to look at", Portal, "/vendor/products/{Id:guid}", "vendor/products/{product}", Packer),
        new("today of a suspended shop", Portal, "/vendor", "vendor", Suspended),
        new("shop profile of a suspended shop", Portal, "/vendor/profile", "vendor/profile", Suspended),
        new("invitation that does not open", Portal, "/invitation", "invitation?key=nothing", Shopper),
        new("API keys, none yet", Portal, "/vendor/api-keys", "vendor/api-keys", Vendor),
        new("audit log of a shop", Portal, "/vendor/audit", "vendor/audit", Vendor),
        new("shop profile", Portal, "/vendor/profile", "vendor/profile", Vendor),
        new("open a shop", Portal, "/vendor/register", "vendor/register", Shopper),
        new("work with us", Portal, "/work", "work", Applicant),
        new("apply as a rider", Portal, "/work/{Word}", "work/rider", Shopper),
        new("apply as an influencer", Portal, "/work/{Word}", "work/influencer", Shopper),
        new("application that waits", Portal, "/work/{Word}", "work/influencer", Applicant),
        new("application that was rejected", Portal, "/work/{Word}", "work/reseller", Rejected),
        new("own public page", Portal, "/work/{Word}", "work/influencer", Influencer),
        new("work as what does not exist", Portal, "/work/{Word}", "work/astronaut", Shopper),
        new("notices", Portal, "/notices", "notices", Vendor),
        new("overview", Portal, "/admin", "admin", Admin),
        new("admin order", Portal, "/admin/orders/{Number}", "admin/orders/{halfCancelledOrder}", Admin),
        new("admin order on its way", Portal, "/admin/orders/{Number}", "admin/orders/{movingOrder}", Admin),
        new("admin orders", Portal, "/admin/orders", "admin/orders", Admin),
        new("admin products", Portal, "/admin/products", "admin/products", Admin),
        new("product of a shop", Portal, "/admin/products/{Id:guid}", "admin/products/{product}", Admin),
        new("categories", Portal, "/admin/categories", "admin/categories", Admin),
        new("brands", Portal, "/admin/brands", "admin/brands", Admin),
        new("dispatch", Portal, "/admin/dispatch", "admin/dispatch", Admin),
        new("riders", Portal, "/admin/riders", "admin/riders", Admin),
        new("applications", Portal, "/admin/applications", "admin/applications", Admin),
        new("applications, none fits", Portal, "/admin/applications", "admin/applications?role=RIDER&state=REJECTED", Admin),
        new("application to decide on", Portal, "/admin/applications/{Id:guid}", "admin/applications/{application}", Admin),
        new("application for who only reads", Portal, "/admin/applications/{Id:guid}", "admin/applications/{application}", Support),
        new("application rejected", Portal, "/admin/applications/{Id:guid}", "admin/applications/{rejectedApplication}", Admin),
        new("application with a page", Portal, "/admin/applications/{Id:guid}", "admin/applications/{approvedApplication}", Admin),
        new("shifts", Portal, "/admin/shifts", "admin/shifts", Admin),
        new("shifts of a day", Portal, "/admin/shifts", "admin/shifts?view=day", Admin),
        new("users", Portal, "/admin/users", "admin/users", Admin),
        new("users, nobody fits", Portal, "/admin/users", "admin/users?search=zeppelin", Admin),
        new("person", Portal, "/admin/users/{Id:guid}", "admin/users/{person}", Admin),
        new("person who is an administrator", Portal, "/admin/users/{Id:guid}", "admin/users/{colleague}", Support),
        new("person who is nobody", Portal, "/admin/users/{Id:guid}", "admin/users/00000000-0000-0000-0000-000000000001", Admin),
        new("settings for who may not", Portal, "/admin/settings", "admin/settings", Support),
        new("settings", Portal, "/admin/settings", "admin/settings", Admin),
        new("texts", Portal, "/admin/settings/texts/{Kind}", "admin/settings/texts/terms", Admin),
        new("failed events", Portal, "/admin/events", "admin/events", Admin) { StepsWithCode = (town, page) => FailAsync(town, page) },
        new("failed events, none of a kind", Portal, "/admin/events", "admin/events?state=tried", Admin),
        new("audit log", Portal, "/admin/audit", "admin/audit", Admin),
        new("audit log, nothing fits", Portal, "/admin/audit", "admin/audit?what=event", Admin),
        new("vendors", Portal, "/admin/vendors", "admin/vendors", Admin),
        new("vendor", Portal, "/admin/vendors/{Id:guid}", "admin/vendors/{vendor}", Admin),
        new("vendor that waits", Portal, "/admin/vendors/{Id:guid}", "admin/vendors/{waitingVendor}", Admin),
        new("rider at home", Portal, "/rider", "rider", Rider),
        new("rider to the shop", Portal, "/rider", "rider", "pickingUp"),
        new("rider at the shop", Portal, "/rider", "rider?at=shop", "pickingUp"),
        new("rider to the door", Portal, "/rider", "rider", "riding"),
        new("rider at the door", Portal, "/rider", "rider?at=door", "riding"),
        new("rider gives up", Portal, "/rider", "rider?at=give-up", "riding"),
        new("rider on the way back", Portal, "/rider", "rider", "bringingBack"),
        new("earnings", Portal, "/rider/earnings", "rider/earnings", Rider),
        new("rider's deliveries", Portal, "/rider/history", "rider/history", Rider),
        new("rider's profile", Portal, "/rider/profile", "rider/profile", Rider),
        new("rider's shifts", Portal, "/rider/shifts", "rider/shifts", Rider),
        new("when a rider can work", Portal, "/rider/availability", "rider/availability", Rider),
        new("rider's help", Portal, "/rider/help", "rider/help", Rider),
        new("rider page of somebody else", Portal, "/rider", "rider", Shopper),

        new("sign in", Accounts, "SignIn", "signin"),
        new("register", Accounts, "Register", "register"),
        new("code that opens an account", Accounts, "EnterCode", "register") { Steps = page => SecondStep.BeginToRegisterAsync(page) },
        new("open an account without a password", Accounts, "Enter", "enter"),
        new("code to a phone", Accounts, "EnterCode", "signin") { Steps = page => PhoneEntry.AskAsync(page, PhoneEntry.NewNumber()) },
        new("what opens the new account", Accounts, "Finish", "signin") { StepsWithCode = (town, page) => PhoneEntry.ProveAsync(town, page) },
        new("security of who has a phone only", Accounts, "AccountPage", "signin") { StepsWithCode = (town, page) => PhoneEntry.OpenAsync(town, page) },
        new("what opens an account that was made for one", Accounts, "Invited", "invited?key={invited}"),
        new("take a change back", Accounts, "Undo", "account/undo?token={undo}"),
        new("forgotten password", Accounts, "Forgot", "forgot"),
        new("new password", Accounts, "Reset", "forgot") { Email = "nobody@tarapet.example" },
        new("acting for nobody", Accounts, "ActingPage", "acting", Support),
        new("security", Accounts, "AccountPage", "account", Shopper),
        new("profile", Accounts, "ProfilePage", "account/profile", Shopper),
        new("preferences", Accounts, "PreferencesPage", "account/preferences", Shopper),
        new("notification choices", Accounts, "NotificationsPage", "account/notifications", Shopper),
        new("whom one follows", Accounts, "FollowingPage", "account/following?q=a", Shopper),
        new("a person", Accounts, "PersonPage", "account/people/meera", Shopper),
        new("nobody of that name", Accounts, "NobodyPage", "account/people/nobody.here", Shopper),
        new("what happened", Accounts, "ActivityPage", "account/activity", Shopper),
        new("nothing happened", Accounts, "ActivityPage", "account/activity", Vendor),
        new("privacy", Accounts, "PrivacyPage", "account/privacy", Admin),
        new("privacy of who is waited for", Accounts, "PrivacyPage", "account/privacy", Vendor),
        new("is it you", Accounts, "Confirm", "account/confirm", Shopper),
        new("passkeys, none yet", Accounts, "PasskeysPage", "register") { StepsWithCode = (town, page) => Passkeys.NoneAsync(town, page) },
        new("passkeys", Accounts, "PasskeysPage", "register") { StepsWithCode = (town, page) => Passkeys.MakeAsync(town, page) },
        new("security without a password", Accounts, "AccountPage", "register") { StepsWithCode = (town, page) => Passkeys.OnlyAsync(town, page) },
        new("second step", Accounts, "SecondFactorPage", "register") { StepsWithCode = (town, page) => SecondStep.OpenAsync(town, page) },
        new("second step that is set up", Accounts, "SecondFactorPage", "register") { StepsWithCode = (town, page) => SecondStep.BeginAsync(town, page) },
        new("second step that is on", Accounts, "SecondFactorPage", "register") { StepsWithCode = (town, page) => SecondStep.LookAtAsync(town, page) },
        new("recovery codes", Accounts, "RecoveryCodesPage", "register") { StepsWithCode = (town, page) => SecondStep.TurnOnAsync(town, page) },
        new("code at sign-in", Accounts, "SignInCode", "register") { StepsWithCode = (town, page) => SecondStep.AskedAsync(town, page) },
        new("sign out", Accounts, "SignOut", "signout", Shopper),
        new("signed out", Accounts, "SignOut", "signout"),
        new("let an app in", Accounts, "Consent", "connect/authorize?client_id=demo-shelf-sync&scope=openid%20offline_access%20vendor.catalog%20vendor.orders" + AppRequest, Shopper),
        new("let an app do more", Accounts, "Consent", "connect/authorize?client_id=demo-order-board&scope=openid%20profile%20orders.read%20vendor.orders" + AppRequest, Shopper),
        new("connected apps", Accounts, "ConnectedApps", "account/apps", Shopper),
        new("no connected apps", Accounts, "ConnectedApps", "account/apps", Vendor),
        new("apps of a developer", Accounts, "DeveloperApps", "developer", Vendor),
        new("no apps yet", Accounts, "DeveloperApps", "developer", Admin),
        new("new app", Accounts, "NewApp", "developer/new", Vendor),
        new("app of a developer", Accounts, "DeveloperApp", "developer/apps/demo-shelf-sync", Vendor),
        new("reviews of apps", Accounts, "AppReview", "developer/reviews", Admin),
        new("sign-in that cannot go on", Accounts, "Stopped", "connect/authorize?client_id=nobody"),

        new("payment page", Api, "SandboxPage", "sandbox/pay/{payment}"),
        new("payment page, paid", Api, "SandboxPage", "sandbox/pay/{paid}"),
        new("mails", Api, "MailList", "mail"),
        new("mail", Api, "MailPage", "mail/{mail}"),
    ];

    /// <summary>As if a mail had been given up.</summary>
    private static async Task FailAsync(Town town, IPage page)
    {
        await town.ChangeAsync(
            """
            with told as (
                insert into shared.outbox (id, stream_id, name, type, payload, occurred_at, delivered_at)
                values (gen_random_uuid(), gen_random_uuid(), 'order.status.updated', 'Told', '{}', now() - interval '1 hour', now()) returning id)
            insert into shared.outbox_failures (id, message_id, consumer, attempts, error, first_failed_at, parked_at)
            select '01987000-0000-7000-8000-00000000fa11', id, 'TellOfOrderProgress', 10, 'SmtpException: The mail server at mail.example.org did not answer within 20 seconds.', now() - interval '1 hour', now() from told
            on conflict do nothing
            """);
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try again order.status.updated" })).ToBeVisibleAsync();
    }

    private static string RiderWith(string state) =>
        $"select u.email from deliveries.deliveries d join deliveries.riders r on r.id = d.rider_id join identity.user_directory u on u.id = r.user_id where d.state = '{state}' order by u.email limit 1";
}
