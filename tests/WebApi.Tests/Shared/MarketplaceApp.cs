using System.Text.Json;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>The API host in this process, on a database of its own. Tests make their own vendors and shoppers and so share it.</summary>
public sealed class MarketplaceApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string WebhookSecret = "a secret of the tests, at least 32 characters";

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        ConnectionString = await TestDatabase.CreateAsync();
        _ = Server; // starts the host
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

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Testing")
        .UseSetting("ConnectionStrings:Marketplace", ConnectionString)
        .UseSetting("Payments:Sandbox:WebhookSecret", WebhookSecret)
        .UseSetting("Urls:Identity", "http://localhost:5001")
        .UseSetting("Mail:Folder", Path.Combine(Repository.Root, "artifacts", "test-data", "mail-" + Path.GetRandomFileName()))
        .UseSetting("Mail:Viewer", "true");
}

[CollectionDefinition(nameof(MarketplaceApp))]
public sealed class MarketplaceAppDefinition : ICollectionFixture<MarketplaceApp>;
