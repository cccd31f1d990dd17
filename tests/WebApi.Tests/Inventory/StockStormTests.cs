using Marketplace.Application.Inventory;
using Marketplace.Domain.Inventory;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Audit;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Orders;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Inventory;

/// <summary>Storms on the shelf itself, without orders around them.</summary>
[Collection(nameof(Storms))]
public sealed class StockStormTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(55);

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>After each storm the books of the shelf are right.</summary>
    public async Task DisposeAsync() => AuditedApp.AssertClean(
        await app.Services.GetRequiredService<InvariantAudit>().RunAsync(TimeSpan.FromDays(36_500), CancellationToken.None), "I-1", "I-2");

    [Fact, Trait("Category", "Storm")]
    public async Task Sells_the_last_unit_once_to_two_hundred_buyers_fifty_times()
    {
        for (var round = 0; round < 50; round++)
        {
            var stall = await app.OpenStallAsync(stock: 1);

            var won = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ReserveAsync((stall, 1))));

            Assert.Single(won, ok => ok);
            Assert.Equal((1, 1), await app.StockOfAsync(stall));
        }
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Takes_all_lines_or_none_and_never_deadlocks()
    {
        var stalls = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.OpenStallAsync(stock: 40)));

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => ReserveAsync(
            [.. Enumerable.Range(0, 5).Select(k => (stalls[(i * 7 + k * 3 * (i % 2 == 0 ? 1 : -1) % 10 + 30) % 10], 1)).DistinctBy(l => l.Item1.Variant)])));

        var reserved = 0;
        foreach (var stall in stalls)
        {
            var (onHand, held) = await app.StockOfAsync(stall);
            Assert.InRange(held, 0, onHand);
            reserved += held;
        }

        Assert.InRange(reserved, 200, 400);
    }

    [Fact]
    public async Task Counts_by_hand_do_not_lose_sales()
    {
        var stall = await app.OpenStallAsync(stock: 50);
        Assert.True(await ReserveAsync((stall, 20)));

        Assert.Equal("stock.below_reserved", (await SetAsync(stall, 10, null)).Error?.Code);
        Assert.Equal("stock.changed", (await SetAsync(stall, 60, expected: 49)).Error?.Code);
        Assert.True((await SetAsync(stall, 60, expected: 50)).IsSuccess);
        Assert.Equal((60, 20), await app.StockOfAsync(stall));
    }

    private async Task<bool> ReserveAsync(params (Stall Stall, int Quantity)[] lines)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var stock = scope.ServiceProvider.GetRequiredService<IStock>();
        var reserved = await stock.ReserveAsync(
            OrderId.New(), [.. lines.Select(l => new StockDemand(l.Stall.Variant, VendorOrderId.New(), l.Quantity))], Now.AddMinutes(15), Now, CancellationToken.None);
        return reserved.IsSuccess;
    }

    private async Task<Result<StockLevel>> SetAsync(Stall stall, int onHand, int? expected)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IStock>().SetAsync(
            stall.Variant, stall.Vendor.Id, onHand, expected, null, MovementReason.Counted, "test", null, Now, CancellationToken.None);
    }
}
