using Marketplace.Contracts.Orders;
using Marketplace.Infrastructure.Audit;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Audit;

/// <summary>The audit of a marketplace at work. That each of its questions can find something is proved by <see cref="InvariantProofs"/>.</summary>
public sealed class InvariantAuditTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private static readonly TimeSpan NoPatience = TimeSpan.Zero;

    public async Task InitializeAsync()
    {
        var stall = await app.OpenStallAsync(stock: 40);
        var other = await app.OpenStallAsync(stock: 40, name: "Second shop");
        await Street.BuyAsync(await app.GuestWithAsync((stall, 2), (other, 1)), PaymentMethods.Cash, FulfilmentMethods.Pickup);
        await Street.BuyAsync(await app.GuestWithAsync((stall, 1)), PaymentMethods.Upi, FulfilmentMethods.Pickup); // waits for payment
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.OpenDb();
            return !await db.Set<OutboxMessage>().AnyAsync(m => m.DeliveredAt == null);
        }, TimeSpan.FromSeconds(60));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Finds_nothing_in_a_healthy_marketplace()
    {
        var report = await Audit().RunAsync(NoPatience, CancellationToken.None);

        Assert.Empty(report.Violations);
        Assert.True(report.Invariants.Count >= 12 && report.Invariants.All(i => i.Checks.Count > 0 && i.Explanation.Length > 20));
    }

    [Fact]
    public void Only_reads() => Assert.All(
        InvariantAudit.Invariants.SelectMany(i => i.Checks), c => Assert.DoesNotMatch(@"\b(insert|update|delete|alter|drop|truncate)\b", c.Sql));

    private InvariantAudit Audit() => app.Services.GetRequiredService<InvariantAudit>();
}
