using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Marketplace.Contracts.Catalog;
using Marketplace.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace Marketplace.E2E.Tests.Shared;

/// <summary>The whole marketplace with its demo town, and a Chromium to walk in it. One for all stories.</summary>
public sealed class Town : IAsyncLifetime
{
    public const string Password = "Tarapet-2026";

    /// <summary>How long a page may take to show what it must show, in milliseconds: the machine may be slow and busy.</summary>
    public const float Patience = 30_000;

    private readonly List<Host> _hosts = [];
    private readonly Dictionary<Host, int> _toldBefore = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _signedIn = [];
    private IPlaywright? _playwright;
    private string _connection = "";

    public Uri Api { get; } = FreeAddress();
    public Uri Identity { get; } = FreeAddress();
    public Uri Store { get; } = FreeAddress();
    public Uri Portal { get; } = FreeAddress();
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The same engine without the parts of a browser around it, in which many pages are looked at in half the time.</summary>
    public IBrowser Shell { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _connection = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("town");
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "test-data", "town-" + Path.GetRandomFileName())).FullName;
        var identity = Plan(
            "IdentityServer", ("Clients__store__Secret", Secret("store")), ("Clients__portal__Secret", Secret("portal")), ("Clients__api__Secret", Secret("api")),
            ("Limits__RegistrationsPerAddress", "1000"), ("Limits__MailCodesPerAddress", "1000")); // everybody comes from one network
        var api = Plan(
            "WebApi", ("Media__Path", Path.Combine(folder, "media")), ("Mail__Folder", Path.Combine(folder, "mail")), ("Mail__Viewer", "true"), ("Demo__Root", Repository.Root),
            ("Payments__Sandbox__WebhookSecret", Secret("webhooks")), ("Accounts__ClientSecret", Secret("api")));
        var store = Plan("BlazorStore", ("SignIn__ClientId", "store"), ("SignIn__ClientSecret", Secret("store")));
        var portal = Plan("BlazorAdmin", ("SignIn__ClientId", "portal"), ("SignIn__ClientSecret", Secret("portal")));

        await identity.RunAsync("migrate");
        await api.RunAsync("migrate");
        await identity.RunAsync("seed-demo", Path.Combine(Repository.Root, "src", "Infrastructure", "Demo", "accounts.json"));
        await api.RunAsync("seed-demo");
        await KeepOpenAsync();
        await identity.ServeAsync(Identity);
        await api.ServeAsync(Api);
        await Task.WhenAll(store.ServeAsync(Store), portal.ServeAsync(Portal));
        BeginStory();

        _playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync(_playwright, "/usr/bin/chromium");
        Shell = await LaunchAsync(_playwright, "/usr/bin/chromium-headless-shell");
    }

    public async Task DisposeAsync()
    {
        foreach (var browser in new[] { Browser, Shell }.OfType<IBrowser>())
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Signs in at the portal, and comes out at the given path.</summary>
    public async Task<IPage> PortalAsync(IPage page, string email, string path)
    {
        await page.GotoAsync(At(Portal, path));
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => url.StartsWith(Portal.ToString(), StringComparison.Ordinal) && !url.Contains("/signin", StringComparison.Ordinal));
        return page;
    }

    /// <summary>The cookies of somebody who is signed in at the store, the portal and the identity server. Signs in once for all tests.</summary>
    public Task<string> SignedInAsync(string email) => _signedIn.GetOrAdd(email, who => new(() => SignInAsync(who))).Value;

    private async Task<string> SignInAsync(string email)
    {
        await using var browsing = new Browsing(Browser);
        // The portal's start would lead some people on to their own part of it, while the browser goes to the store.
        var page = await PortalAsync(await browsing.DeskAsync(), email, "notices");
        await page.GotoAsync(At(Store, "signin?returnUrl=%2Faccount"));
        await page.WaitForURLAsync(At(Store, "account"));
        return await page.Context.StorageStateAsync();
    }

    public static string At(Uri host, string path) => new Uri(host, path).ToString();

    /// <summary>The address with which a shop's owner signs in.</summary>
    public Task<string> OwnerOfAsync(string shop) => ReadAsync<string>(
        "select d.email from identity.user_directory d join vendors.members m on m.user_id = d.id join vendors.vendors v on v.id = m.vendor_id where v.slug = $1 and m.role = 'Owner' order by d.email limit 1", shop);

    /// <summary>A product of this shop that can be bought without choosing anything.</summary>
    public async Task<ProductCard> SimpleProductAsync(string shop, int skip = 0)
    {
        using var http = new HttpClient { BaseAddress = Api };
        var list = await new CatalogClient(http).ProductsAsync(new(Vendor: shop, InStock: true, Sort: "name", Size: 50));
        return list.Products.Items.Where(p => p.OnlyVariantId is not null).ElementAt(skip);
    }

    public async Task<T> ReadAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Reads until it is so: for what happens on its own after an action, and shows on no page.</summary>
    public Task EventuallyAsync<T>(T expected, string sql, params object[] values) => EventuallyAsync<object?>(expected, async () => await ReadAsync<object>(sql, values));

    /// <summary>Asks until the answer is this one.</summary>
    public static async Task EventuallyAsync<T>(T expected, Func<Task<T>> ask)
    {
        var began = TimeProvider.System.GetTimestamp();
        var answer = await ask();
        while (!Equals(expected, answer) && TimeProvider.System.GetElapsedTime(began).TotalMilliseconds < Patience)
        {
            await Task.Delay(200);
            answer = await ask();
        }

        Assert.Equal(expected, answer);
    }

    public async Task ChangeAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Only the riders of the story that begins ride.</summary>
    public Task SendRidersHomeAsync() => ChangeAsync("update deliveries.riders set is_online = false, online_since = null");

    /// <summary>What was logged until now belongs to others.</summary>
    public void BeginStory() => _hosts.ForEach(host => _toldBefore[host] = host.Log.Count);

    /// <summary>What the hosts logged as errors since the story began.</summary>
    public IReadOnlyList<string> Errors() => [.. _hosts.SelectMany(h => h.Log.Skip(_toldBefore.GetValueOrDefault(h))).Where(IsError)];

    /// <summary>Stories must not depend on the hour at which they are told: shops never close, shelves are full, and only the story's riders ride. Three riders are
    /// on the way: one to the door, one to the shop, one back from where nobody was at home.</summary>
    private Task KeepOpenAsync() => ChangeAsync(
        """
        update vendors.vendors set hours = (select jsonb_agg(jsonb_build_object('day', d, 'opens', '00:00:00', 'closes', '00:00:00')) from generate_series(0, 6) d),
            is_taking_orders = true, offers_pickup = true, offers_delivery = true, delivery_radius_km = 20;
        update deliveries.riders set is_online = false, online_since = null;
        delete from deliveries.deliveries where state in ('Searching', 'Offered');
        update sandbox.payments set outcome = null, failure_reason = null, decided_at = null where id = (select id from sandbox.payments order by created_at, id limit 1);
        with riding as (
            select d.id, row_number() over (order by o.customer_id is null, d.state <> 'InTransit', d.number, d.id) as n
            from deliveries.deliveries d join orders.orders o on o.id = d.order_id where d.state in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning'))
        update deliveries.deliveries d set state = case riding.n when 1 then 'InTransit' when 2 then 'Assigned' when 3 then 'Returning' else 'Delivered' end,
            picked_up_at = coalesce(d.picked_up_at, d.created_at), cash_collected_amount = case when riding.n > 3 then d.cash_to_collect_amount else 0 end
            from riding where riding.id = d.id;
        update orders.vendor_orders p set state = 'OutForDelivery' from deliveries.deliveries d where d.state = 'InTransit' and d.vendor_order_id = p.id;
        update orders.orders o set state = 'OutForDelivery' from deliveries.deliveries d where d.state = 'InTransit' and d.order_id = o.id;
        """);

    // A window that a story closes while its page still works leaves the framework without a browser to talk to.
    private static bool IsError(string line) =>
        (line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"LogLevel\":\"Critical\"", StringComparison.Ordinal))
        && !line.Contains("JSDisconnectedException", StringComparison.Ordinal)
        && !(line.Contains("Components.Server.Circuits.", StringComparison.Ordinal) && line.Contains("JSRuntime.InvokeAsync", StringComparison.Ordinal) && line.Contains("TaskCanceledException", StringComparison.Ordinal));

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright, string program) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = program,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });

    private Host Plan(string project, params (string Name, string Value)[] own)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Demo",
            ["ConnectionStrings__Marketplace"] = _connection,
            ["Urls__Api"] = Plain(Api),
            ["Urls__Identity"] = Plain(Identity),
            ["Urls__Store"] = Plain(Store),
            ["Urls__Portal"] = Plain(Portal),
            ["ApiReference__ClientId"] = "api-reference",
        };
        foreach (var (name, value) in own)
        {
            environment[name] = value;
        }

        var host = new Host(project, environment);
        _hosts.Add(host);
        return host;
    }

    private static string Plain(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static string Secret(string of) => $"a secret of the tests for {of}, long enough";

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}

[CollectionDefinition(nameof(Town))]
public sealed class TownDefinition : ICollectionFixture<Town>;
