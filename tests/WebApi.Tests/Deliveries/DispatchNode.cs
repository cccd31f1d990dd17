using Marketplace.Application;
using Marketplace.Application.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Audit;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Tests.Audit;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.WebApi.Tests.Deliveries;

/// <summary>The use cases of deliveries on a database of their own, without workers: a test takes each step itself, and moves the clock.</summary>
internal sealed class DispatchNode : IAsyncDisposable
{
    private static readonly Position Shop = new(12.9190, 80.2540);
    private readonly ServiceProvider _services;

    private DispatchNode(ServiceProvider services, FakeClock clock) => (_services, Clock) = (services, clock);

    public FakeClock Clock { get; }

    public static async Task<DispatchNode> StartAsync()
    {
        var clock = new FakeClock();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Marketplace", await TestDatabase.CreateAsync())])
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddApplication().AddInfrastructure(configuration);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        return new(services.BuildServiceProvider(), clock);
    }

    public async Task<T> UseAsync<THandler, T>(Func<THandler, Task<T>> use) where THandler : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    /// <summary>Everything that is due now.</summary>
    public async Task DispatchAsync()
    {
        while (await UseAsync<DispatchDeliveriesHandler, bool>(h => h.HandleAsync(CancellationToken.None)))
        {
        }
    }

    /// <param name="kilometresAway">North of the shop.</param>
    public async Task<Rider> RiderAsync(string name, double kilometresAway = 0.5, bool isOnline = true)
    {
        var rider = Rider.Register(UserId.New(), name, "+91 98400 22222", "Scooter", isActive: true, Clock.GetUtcNow());
        if (isOnline)
        {
            rider.GoOnline(Clock.GetUtcNow());
        }

        await SaveAsync(rider);
        await SeeAsync(rider, kilometresAway);
        return rider;
    }

    public async Task SeeAsync(Rider rider, double kilometresAway = 0.5) => await UseAsync<IDeliveryStore, bool>(async store =>
    {
        await store.SavePositionAsync(new(rider.Id, Shop with { Latitude = Shop.Latitude + kilometresAway / 111.195 }, null, null, null, Clock.GetUtcNow()), CancellationToken.None);
        return true;
    });

    public async Task<Delivery> RequestAsync(decimal cash = 0)
    {
        var delivery = SampleDeliveries.Request(Clock.GetUtcNow(), Shop, cash);
        await SaveAsync(delivery);
        return delivery;
    }

    public async Task<Delivery> LoadAsync(DeliveryId id) => await UseAsync<MarketplaceDbContext, Delivery>(db => db.Set<Delivery>().Include(d => d.Steps).SingleAsync(d => d.Id == id));

    public async Task<Result<DeliveryId>> AcceptAsync(Rider rider, Offer offer) =>
        await UseAsync<AnswerOfferHandler, Result<DeliveryId>>(h => h.AcceptAsync(rider.Id, offer.Id, CancellationToken.None));

    public async Task SaveAsync(params object[] entities) => await UseAsync<MarketplaceDbContext, int>(db =>
    {
        db.AddRange(entities);
        return db.SaveChangesAsync();
    });

    /// <summary>Whatever was tried: one rider to a delivery, one delivery to a rider, and every history a path.</summary>
    public async Task AuditAsync() => AuditedApp.AssertClean(
        await UseAsync<InvariantAudit, AuditReport>(audit => audit.RunAsync(TimeSpan.FromDays(36_500), CancellationToken.None)), "I-9", "I-11");

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    internal sealed class FakeClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}

internal static class SampleDeliveries
{
    public static Delivery Request(DateTimeOffset now, Position? shop = null, decimal cash = 0, VendorOrderId? part = null, OrderId? order = null) => Delivery.Request(
        new(
            part ?? VendorOrderId.New(), order ?? OrderId.New(), VendorId.New(), "MK-" + Guid.CreateVersion7().ToString("N")[20..].ToUpperInvariant(),
            new("Annapurna Provisions", "Mint Street 41", shop ?? new(12.9190, 80.2540), "+91 98400 11111", null),
            new("Fatima Qureshi", "Weavers’ Lane 19, Flat 3B", new(12.9104, 80.2398), "+91 98400 00000", "Ring twice, baby asleep"),
            5, [new(2, "Mangoes", "Box of 6"), new(1, "Eggs", null)], new(62, "INR"), "₹20 for the first 1.5 km.", new(cash, "INR"), "7413", "4071", "3852", now.AddMinutes(10), now.AddMinutes(40)),
        now);
}
