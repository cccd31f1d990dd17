using System.Text.Json;
using Marketplace.EmbeddedPostgres;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Marketplace.ConformanceHost;

/// <summary>The identity server, put together as in production, with the runner's clients and people in its database.</summary>
internal sealed class IdentityHost(WebApplication server, string url) : IAsyncDisposable
{
    public string Url { get; } = url;

    public static async Task<IdentityHost> StartAsync(string connectionString, Wanted wanted, TimeProvider clock)
    {
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        var server = Build(connectionString, url, clock);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await Commands.MigrateAsync(scope.ServiceProvider, CancellationToken.None);
            await SeedPeopleAsync(scope.ServiceProvider.GetRequiredService<SeedDemoUsers>(), wanted.People);
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            db.AddRange(wanted.Clients.SelectMany(client => Rows(client, clock.GetUtcNow())));
            await db.SaveChangesAsync();
        }

        server.UseIdentityServer();
        await server.StartAsync();
        return new(server, url);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static WebApplication Build(string connectionString, string url, TimeProvider clock)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = connectionString,
            ["Urls:Identity"] = url,
            ["Limits:SignInFailuresPerAddress"] = "100000",
            ["Limits:ClientFailures"] = "100000",
            ["Limits:ClientCalls"] = "100000",
            ["Limits:ClientCallsPerUser"] = "100000",
            ["Outbound:Loopback"] = "true", // the runner hears of sign-outs on this machine
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Error",
        });
        builder.AddIdentityServer();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // the output is the runner's
        builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 10_000); // people sign in hundreds of times here
        builder.WebHost.UseUrls(url);
        builder.Services.Replace(ServiceDescriptor.Singleton(clock));
        return builder.Build();
    }

    private static async Task SeedPeopleAsync(SeedDemoUsers seed, IReadOnlyList<WantedPerson> people)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(people));
            await seed.RunAsync(file, CancellationToken.None);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<object> Rows(WantedClient wanted, DateTimeOffset now)
    {
        var client = new Client
        {
            Id = wanted.Id,
            Name = wanted.Name,
            IsFirstParty = wanted.IsFirstParty,
            Authentication = wanted.Authentication switch
            {
                "client_secret_basic" => ClientAuthentication.Basic,
                "client_secret_post" => ClientAuthentication.Post,
                _ => ClientAuthentication.None,
            },
            Grants = [.. wanted.Grants],
            Scopes = [.. wanted.Scopes],
            RedirectUris = [.. wanted.RedirectUris],
            PostLogoutRedirectUris = [.. wanted.PostLogoutRedirectUris],
            BackchannelLogoutUri = wanted.LogoutUri,
            RequiresPush = wanted.RequiresPush,
            CreatedAt = now,
        };
        RedirectUris.EnsureRegistrable(client);
        yield return client;
        if (wanted.Secret is { } secret)
        {
            yield return new ClientSecret { Id = Guid.CreateVersion7(), ClientId = client.Id, Hash = Secrets.Hash(secret), CreatedAt = now };
        }
    }
}
