using System.Net.WebSockets;
using Marketplace.EmbeddedPostgres;
using Marketplace.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Hosts.Tests;

/// <summary>
/// All four hosts as they are deployed: https at public names, TLS ending at a proxy, an empty marketplace in the database. The
/// hosts reach each other by their public names too.
/// </summary>
public sealed class Hosts : IAsyncLifetime
{
    public const string Api = "https://api.marketplace.test";
    public const string Identity = "https://id.marketplace.test";
    public const string Store = "https://store.marketplace.test";
    public const string Portal = "https://portal.marketplace.test";

    private readonly Dictionary<string, int> _ports = new[] { Api, Identity, Store, Portal }.ToDictionary(url => url, _ => FreePort.Find());
    private readonly Dictionary<string, IServiceProvider> _services = [];
    private readonly List<IDisposable> _running = [];
    private string _connection = "";

    public async Task InitializeAsync()
    {
        _connection = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("hosts");
        await MigrateAsync<IdentityServer.Pages.SignIn>();
        await MigrateAsync<WebApi.Payments.SandboxPage>();
        Start<IdentityServer.Pages.SignIn>(Identity, ("Clients:store:Secret", Secret("store")), ("Clients:portal:Secret", Secret("portal")));
        Start<WebApi.Payments.SandboxPage>(Api, ("RateLimits:Writes", "100"), ("Payments:Sandbox:WebhookSecret", Secret("webhooks")), ("Media:Path", Folder("media")), ("Mail:Folder", Folder("mail")));
        Start<BlazorStore.App>(Store, ("SignIn:ClientId", "store"), ("SignIn:ClientSecret", Secret("store")));
        Start<BlazorAdmin.App>(Portal, ("SignIn:ClientId", "portal"), ("SignIn:ClientSecret", Secret("portal")));
    }

    /// <summary>Of the database that all four share.</summary>
    public string Connection => _connection;

    /// <summary>The digits that were mailed there last.</summary>
    public async Task<string> CodeAsync(string recipient)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select payload->>'code' from shared.outbox where type like '%.MailCodeIssued' and payload->>'recipient' = $1 order by occurred_at desc limit 1", connection);
        command.Parameters.Add(new() { Value = recipient });
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public Task DisposeAsync()
    {
        _running.ForEach(host => host.Dispose());
        return Task.CompletedTask;
    }

    /// <summary>What a host serves.</summary>
    public IReadOnlyList<RouteEndpoint> Routes(string host) => [.. _services[host].GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>What a host is made of.</summary>
    public T Service<T>(string host) where T : notnull => _services[host].GetRequiredService<T>();

    /// <param name="from">The address of who calls; null for a host of ours, whose word is passed on.</param>
    public HttpMessageHandler Proxy(string? from) => new TlsProxy(_ports, from);

    /// <summary>A web socket, as a browser at a page of this origin opens it.</summary>
    public async Task<ClientWebSocket> SocketAsync(string host, string path, string cookies, string origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", new Uri(host).Authority);
        socket.Options.SetRequestHeader("X-Forwarded-Proto", "https");
        socket.Options.SetRequestHeader("Cookie", cookies);
        socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_ports[host]}{path}"), CancellationToken.None);
        return socket;
    }

    private static string Secret(string name) => $"a secret of the tests for {name}, long enough";

    private static string Folder(string name) => Path.Combine(Repository.Root, "artifacts", "test-data", $"hosts-{name}-{Path.GetRandomFileName()}");

    /// <summary>The host's own command, as an operator runs it.</summary>
    private async Task MigrateAsync<TInHost>()
    {
        var run = typeof(TInHost).Assembly.EntryPoint!.Invoke(null, [(string[])["migrate", .. Settings().Select(s => $"--{s.Key}={s.Value}")]]);
        Assert.Equal(0, run is Task<int> ends ? await ends : run);
    }

    private IEnumerable<(string Key, string Value)> Settings() =>
    [
        ("ConnectionStrings:Marketplace", _connection), ("Urls:Api", Api), ("Urls:Identity", Identity), ("Urls:Store", Store), ("Urls:Portal", Portal),
        ("Clients:store:Secret", Secret("store")), ("Clients:portal:Secret", Secret("portal")), ("Payments:Sandbox:WebhookSecret", Secret("webhooks")), ("Logging:LogLevel:Default", "Warning"),
    ];

    private void Start<TInHost>(string url, params (string Key, string Value)[] settings) where TInHost : class
    {
        var host = new Host<TInHost>([.. Settings(), .. settings], this);
        host.UseKestrel(_ports[url]);
        host.StartServer();
        _running.Add(host);
        _services[url] = host.Services;
    }

    private sealed class Host<TInHost>((string Key, string Value)[] settings, Hosts hosts) : WebApplicationFactory<TInHost> where TInHost : class
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production").ConfigureLogging(logging => logging.ClearProviders());
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services =>
            {
                foreach (var client in (string[])["identity", "api", "public", "identity-keys"])
                {
                    services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => hosts.Proxy(null));
                }
            });
        }
    }

    /// <summary>Ends TLS, as far as the hosts can tell: says that it was https, and appends the caller to X-Forwarded-For.</summary>
    private sealed class TlsProxy(IReadOnlyDictionary<string, int> ports, string? from) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            request.Headers.Host ??= address.Authority;
            request.Headers.Remove("X-Forwarded-Proto");
            request.Headers.Add("X-Forwarded-Proto", "https");
            if (from is not null)
            {
                request.Headers.Add("X-Forwarded-For", from);
            }

            request.RequestUri = new UriBuilder(address) { Scheme = "http", Host = "127.0.0.1", Port = ports[address.GetLeftPart(UriPartial.Authority)] }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

[CollectionDefinition(nameof(Hosts))]
public sealed class HostsDefinition : ICollectionFixture<Hosts>;
