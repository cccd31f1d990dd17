using Marketplace.BlazorShared.Hosting;
using Marketplace.EmbeddedPostgres;
using Marketplace.IdentityServer.Shared;
using Marketplace.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Shared;

[CollectionDefinition(nameof(IdentityApp))]
public sealed class SharedIdentityApp : ICollectionFixture<IdentityApp>;

/// <summary>Two instances of the identity server on one database, on real sockets, with a clock that tests move on.</summary>
public sealed class IdentityApp : IAsyncLifetime
{
    public const string StoreSecret = "store-secret-of-the-tests-0123456789";
    public const string PortalSecret = "portal-secret-of-the-tests-0123456789";
    public const string ApiSecret = "api-secret-of-the-tests-0123456789";
    public const string TestsSecret = "tests-secret-of-the-tests-0123456789";
    private readonly List<WebApplication> _servers = [];

    public MovableClock Clock { get; } = new();

    /// <summary>What all instances have told so far.</summary>
    public SecurityLines Security { get; } = new();
    public string ConnectionString { get; private set; } = "";

    /// <summary>The issuer; the first instance listens there.</summary>
    public string Url { get; } = $"http://localhost:{FreePort.Find()}";

    /// <summary>The second instance, which believes itself to be the same issuer.</summary>
    public string OtherUrl { get; } = $"http://localhost:{FreePort.Find()}";
    public string StoreUrl { get; } = $"http://localhost:{FreePort.Find()}";
    public string PortalUrl { get; } = $"http://localhost:{FreePort.Find()}";

    /// <summary>Where the marketplace's API would be; nobody listens there.</summary>
    public string ApiUrl { get; } = $"http://localhost:{FreePort.Find()}";
    public string RedirectUri => StoreUrl + "/signin/callback";
    public IServiceProvider Services => _servers[0].Services;

    public async Task InitializeAsync()
    {
        ConnectionString = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("identity");
        var first = Build(Url);
        await using (var scope = first.Services.CreateAsyncScope())
        {
            await Commands.MigrateAsync(scope.ServiceProvider, CancellationToken.None);
        }

        foreach (var server in (IEnumerable<WebApplication>)[first, Build(OtherUrl)])
        {
            server.UseIdentityServer();
            await server.StartAsync();
            _servers.Add(server);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        await (await PostgresServer.SharedAsync()).DropDatabaseAsync(new NpgsqlConnectionStringBuilder(ConnectionString).Database!);
    }

    /// <summary>The marketplace's outbox as far as it matters here; the identity server alone has none.</summary>
    public Task CreateOutboxAsync() => SqlAsync(
        """
        CREATE SCHEMA shared;
        CREATE TABLE shared.outbox (id uuid PRIMARY KEY, stream_id uuid NOT NULL, name text NOT NULL, type text NOT NULL, payload jsonb NOT NULL,
            occurred_at timestamptz NOT NULL, correlation_id text, attempts int NOT NULL DEFAULT 0)
        """);

    /// <summary>The digits that were sent to this address last, read as the marketplace reads them.</summary>
    public async Task<string> CodeAsync(string address, string? purpose = null)
    {
        var (type, to) = address.StartsWith('+') ? ("SmsCodeIssued", "number") : ("MailCodeIssued", "recipient");
        return (string?)await SqlAsync(
            $"""
            SELECT payload->>'code' FROM shared.outbox WHERE type = 'Marketplace.Domain.Identity.{type}' AND payload->>'{to}' = '{address}'
                AND ('{purpose}' = '' OR payload->>'purpose' = '{purpose}') ORDER BY occurred_at DESC, id DESC LIMIT 1
            """) ?? throw new InvalidOperationException($"Nothing was sent to {address}.");
    }

    public Task DropOutboxAsync() => SqlAsync("DROP SCHEMA shared CASCADE");

    /// <summary>For what needs a code in tests that have no outbox: there is one as long as it takes.</summary>
    public async Task<T> WithOutboxAsync<T>(Func<Task<T>> use)
    {
        if (await SqlAsync("SELECT to_regclass('shared.outbox') IS NOT NULL") is true)
        {
            return await use();
        }

        await CreateOutboxAsync();
        try
        {
            return await use();
        }
        finally
        {
            await DropOutboxAsync();
        }
    }

    /// <summary>Another instance of the server, not started.</summary>
    public WebApplication Build(string url, params (string Key, string Value)[] settings) => Build(url, Clock, settings);

    public WebApplication Build(string url, TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = ConnectionString,
            ["Urls:Identity"] = Url,
            ["Urls:Store"] = StoreUrl,
            ["Urls:Api"] = ApiUrl,
            ["Clients:store:Secret"] = StoreSecret,
            ["Urls:Portal"] = PortalUrl,
            ["Clients:portal:Secret"] = PortalSecret,
            ["Clients:tests:Secret"] = TestsSecret,
            ["Clients:api:Secret"] = ApiSecret,
            ["Limits:SignInFailuresPerAddress"] = "100000",
            ["Limits:RegistrationsPerAddress"] = "100000",
            ["Limits:MailCodesPerAddress"] = "100000",
            ["Limits:ClientFailures"] = "100000",
            ["Sms:Enabled"] = "true",
            ["Sms:PerAddressAndHour"] = "100000",
            ["Sms:PerBlockAndHour"] = "100000",
            ["Sms:PerDay"] = "100000",
            ["Outbound:Loopback"] = "true",
            ["Keys:Reload"] = "00:00:00.2",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:" + SecurityLog.Category] = "Information",
            ["Logging:LogLevel:Microsoft"] = "Error",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddIdentityServer();
        builder.Logging.AddProvider(Security);
        builder.WebHost.UseUrls(url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = builder.Configuration.GetValue("Tests:HashIterations", 10_000)); // hundreds of accounts are opened here
        builder.Services.Replace(ServiceDescriptor.Singleton(clock));
        return builder.Build();
    }

    internal async Task<T> WithDbAsync<T>(Func<Marketplace.IdentityServer.Shared.IdentityDb, Task<T>> use)
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<Marketplace.IdentityServer.Shared.IdentityDb>());
    }

    /// <summary>Until so many statements about a table wait for a row that somebody else holds.</summary>
    public async Task WaitForLocksAsync(string table, int waiting = 1)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await SqlAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%{table}%'") is long count && count >= waiting)
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail($"Nobody waited for {table}.");
    }

    public async Task<Guid> UserIdAsync(string email) => (Guid)(await SqlAsync($"SELECT id FROM identity.users WHERE email = '{email}'"))!;

    public async Task<object?> SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
