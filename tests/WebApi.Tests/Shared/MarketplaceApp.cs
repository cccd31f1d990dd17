using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>The API host in this process, on a database of its own. Tests make their own vendors and shoppers and so share it.</summary>
public class MarketplaceApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string WebhookSecret = "a secret of the tests, at least 32 characters";

    public string ConnectionString { get; private set; } = "";

    /// <summary>Everything that the host logged so far, at the levels of operation.</summary>
    public ConcurrentQueue<string> Logs { get; } = new();

    public virtual async Task InitializeAsync()
    {
        ConnectionString = await TestDatabase.CreateAsync();
        StartServer();
    }

    /// <summary>A context of the caller's own, so that nothing tracked leaks between steps.</summary>
    public MarketplaceDbContext OpenDb() => Services.CreateScope().ServiceProvider.GetRequiredService<MarketplaceDbContext>();

    public async Task SaveAsync(params object[] entities)
    {
        await using var db = OpenDb();
        db.AddRange(entities);
        await db.SaveChangesAsync();
    }

    /// <summary>The events of one kind that were ever raised, delivered or not.</summary>
    public async Task<IReadOnlyList<TEvent>> RaisedAsync<TEvent>() where TEvent : IDomainEvent
    {
        await using var db = OpenDb();
        var messages = await db.Set<OutboxMessage>().Where(m => m.Type == typeof(TEvent).FullName).OrderBy(m => m.Position).ToListAsync();
        return [.. messages.Select(m => JsonSerializer.Deserialize<TEvent>(m.Payload, EventTypes.Json)!)];
    }

    /// <summary>Waits until every event has been delivered.</summary>
    public Task DrainedAsync() => Eventually.TrueAsync(async () =>
    {
        await using var db = OpenDb();
        return !await db.Set<OutboxMessage>().AnyAsync(m => m.DeliveredAt == null);
    });

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public HttpClient Guest(string? cartToken = null)
    {
        var client = CreateClient();
        if (cartToken is not null)
        {
            client.DefaultRequestHeaders.Add(ApiHttp.CartToken, cartToken);
        }

        return client;
    }

    public HttpClient SignedInAs(UserId user, params string[] roles)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new(TestSignIn.SchemeName, string.Join(' ', [user.Value.ToString(), .. roles]));
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing")
            .UseSetting("ConnectionStrings:Marketplace", ConnectionString)
            .UseSetting("Payments:Sandbox:WebhookSecret", WebhookSecret)
            .UseSetting("Media:Path", Path.Combine(Repository.Root, "artifacts", "test-data", "media-" + Path.GetRandomFileName()))
            .UseSetting("Urls:Identity", "http://localhost:5001")
            .UseSetting("Mail:Folder", Path.Combine(Repository.Root, "artifacts", "test-data", "mail-" + Path.GetRandomFileName()))
            .UseSetting("Mail:Viewer", "true")
            .UseSetting("RateLimits:Reads", "0")
            .UseSetting("RateLimits:Writes", "0")
            .UseSetting("RateLimits:Sensitive", "0");
        builder.ConfigureLogging(logging => logging.AddProvider(new LogCollector(Logs)));
        builder.ConfigureTestServices(services =>
        {
            services.AddAuthentication(TestSignIn.SchemeName).AddScheme<AuthenticationSchemeOptions, TestSignIn>(TestSignIn.SchemeName, null);
            services.AddHttpClient("sandbox-webhooks").ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
        });
    }
}

[CollectionDefinition(nameof(MarketplaceApp))]
public sealed class MarketplaceAppDefinition : ICollectionFixture<MarketplaceApp>;
