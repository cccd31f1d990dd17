using FluentValidation;
using Marketplace.Application.Deliveries.Shifts;
using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>A rider goes online or offline, and says where they are. Positions never touch the rider's own row: they come every few seconds.</summary>
public sealed class ShareWhereaboutsHandler(IMarketplaceDb db, IDeliveryStore store, ISettings settings, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> SetOnlineAsync(RiderId id, SetOnlineRequest request, CancellationToken ct)
    {
        var rider = await db.Riders.SingleAsync(r => r.Id == id, ct);
        var now = clock.GetUtcNow();
        if (!request.IsOnline)
        {
            if (await db.Deliveries.OwnedBy(id).Active().AnyAsync(ct))
            {
                return DeliveryErrors.FinishFirst;
            }

            await DeclineOpenOfferAsync(id, ct);
            rider.GoOffline(now);
        }
        else if (await GoOnlineAsync(rider, now, ct) is { IsSuccess: false } refused)
        {
            return refused.Error;
        }

        await db.SaveChangesAsync(ct);
        if (request is { IsOnline: true, Position: { } position })
        {
            // Where a shift begins is believed without a look at where the last one ended.
            await store.SavePositionAsync(new(id, position.ToPosition(), null, null, null, now), ct);
        }

        return new Done();
    }

    public async Task<Result<RiderPosition>> ReportAsync(RiderId id, PositionReport report, CancellationToken ct)
    {
        var carried = await db.Deliveries.OwnedBy(id).Active().OrderBy(d => d.CreatedAt).Select(d => d.Id).ToListAsync(ct);
        if (carried.Count == 0 && !await db.Riders.AnyAsync(r => r.Id == id && r.IsOnline, ct))
        {
            return DeliveryErrors.StaysOffline;
        }

        var next = new RiderPosition(id, report.Position.ToPosition(), report.AccuracyMetres, report.HeadingDegrees, report.MetresPerSecond, clock.GetUtcNow());
        if (await db.RiderPositions.AsNoTracking().SingleOrDefaultAsync(p => p.RiderId == id, ct) is { } before && !next.CanFollow(before))
        {
            return DeliveryErrors.Implausible;
        }

        await store.SavePositionAsync(next, ct);
        foreach (var delivery in carried)
        {
            await KeepAsync(new(delivery, next), ct);
        }

        return next;
    }

    private async Task<Result<Done>> GoOnlineAsync(Rider rider, DateTimeOffset now, CancellationToken ct) => (await settings.GetAsync(ct)).RidersWorkInShifts
        ? rider.GoOnline(await db.WorkingTimesAsync(rider.Id, now, ct), now)
        : rider.GoOnline(now);

    private async Task KeepAsync(TrackPoint point, CancellationToken ct)
    {
        var way = db.TrackPoints.AsNoTracking().Where(p => p.DeliveryId == point.DeliveryId);
        if (point.IsWorthKeeping(await way.OrderByDescending(p => p.At).FirstOrDefaultAsync(ct), await way.CountAsync(ct)))
        {
            await store.SaveTrackPointAsync(point, ct);
        }
    }

    /// <summary>Whoever leaves has answered.</summary>
    private Task<Result<Done>> DeclineOpenOfferAsync(RiderId id, CancellationToken ct) => db.InTransactionAsync<Done>(async () =>
    {
        var open = await db.DeliveryOffers.Where(o => o.RiderId == id && o.Answer == OfferAnswer.Open)
            .Select(o => new { o.Id, DeliveryId = EF.Property<DeliveryId>(o, "DeliveryId") }).FirstOrDefaultAsync(ct);
        if (open is not null && await store.LockedAsync(db, open.DeliveryId, ct) is { } delivery)
        {
            delivery.Decline(open.Id, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }

        return new Done();
    }, ct);
}

public sealed class PositionValidator : AbstractValidator<PositionDto>
{
    public PositionValidator() => RuleFor(p => p).Must(p => p.ToPosition().IsValid)
        .WithName("position").WithMessage("A position has a latitude from −90 to 90 and a longitude from −180 to 180.");
}

public sealed class PositionReportValidator : AbstractValidator<PositionReport>
{
    public PositionReportValidator()
    {
        RuleFor(r => r.Position).NotNull().SetValidator(new PositionValidator());
        RuleFor(r => r.AccuracyMetres).InclusiveBetween(0, RiderPosition.MaxAccuracyInMetres);
        RuleFor(r => r.HeadingDegrees).InclusiveBetween(0, 360);
        RuleFor(r => r.MetresPerSecond).InclusiveBetween(0, 100);
    }
}

public sealed class SetOnlineValidator : AbstractValidator<SetOnlineRequest>
{
    public SetOnlineValidator() => RuleFor(r => r.Position).SetValidator(new PositionValidator()!).When(r => r.Position is not null);
}
