using Marketplace.Application.Deliveries;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Infrastructure.Deliveries;

internal sealed class DeliveryStore(MarketplaceDbContext db) : IDeliveryStore
{
    private static readonly string[] Active = [.. DeliveryProgress.Active.Select(s => s.ToString())];

    private static readonly string[] Finished = [.. DeliveryProgress.Finished.Select(s => s.ToString())];

    public Task LockAsync(DeliveryId id, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select 1 from deliveries.deliveries where id = {id.Value} for update", ct);

    public async Task<DeliveryId?> LockNextDueAsync(DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Database.SqlQuery<Guid>(
            $"""
            select id as "Value" from deliveries.deliveries
            where state in ('Searching', 'Offered') and next_step_at <= {now}
            order by next_step_at
            limit 1
            for update skip locked
            """).ToListAsync(ct);
        return due is [var id] ? DeliveryId.From(id) : null;
    }

    public async Task<bool> ClaimAsync(OfferId offer, RiderId rider, DateTimeOffset now, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            update deliveries.deliveries set rider_id = {rider.Value}
            where state = 'Offered' and rider_id is null
              and id = (select delivery_id from deliveries.offers
                        where id = {offer.Value} and rider_id = {rider.Value} and answer = 'Open' and expires_at > {now})
            """,
            ct) == 1;

    public async Task<IReadOnlyList<Candidate>> NearestRidersAsync(DeliveryId id, int round, Position shop, DateTimeOffset seenSince, DateTimeOffset? inShiftAt, int count, CancellationToken ct)
    {
        var (latitude, longitude, capacity) = (shop.Latitude, shop.Longitude, Rider.Capacity);
        var nearest = await db.Database.SqlQuery<NearRider>(
            $"""
            select r.id as "Id", r.user_id as "UserId", r.name as "Name", p.position_latitude as "Latitude", p.position_longitude as "Longitude"
            from deliveries.riders r
            join deliveries.rider_positions p on p.rider_id = r.id
            where r.is_active and r.is_online and p.at >= {seenSince}
              and (select count(*) from deliveries.deliveries d where d.rider_id = r.id and d.state = any({Active})) < {capacity}
              and not exists (select 1 from deliveries.offers o
                              where o.rider_id = r.id and (o.answer = 'Open' or (o.delivery_id = {id.Value} and o.round = {round})))
              and ({inShiftAt}::timestamptz is null or exists (select 1 from deliveries.shift_riders s
                                                 where s.rider_id = r.id and not s.is_waiting and s.starts_at <= {inShiftAt} and s.ends_at > {inShiftAt}))
            order by (p.position_latitude - {latitude}) ^ 2 + ((p.position_longitude - {longitude}) * cos(radians({latitude}))) ^ 2, r.id
            limit {count}
            """).ToListAsync(ct);
        return [.. nearest.Select(r => new Candidate(
            RiderId.From(r.Id), UserId.From(r.UserId), r.Name, Travel.StreetMetres(new(r.Latitude, r.Longitude), shop)))];
    }

    public async Task<(IReadOnlyList<DateOnly> Days, int Total)> DaysOfAsync(RiderId rider, string zone, DateTimeOffset before, int skip, int take, CancellationToken ct)
    {
        var days = await db.Database.SqlQuery<DateOnly>(
            $"""
            select distinct (ended_at at time zone {zone})::date as "Value" from deliveries.deliveries
            where rider_id = {rider.Value} and state = any({Finished}) and ended_at < {before}
            order by 1 desc offset {skip} limit {take}
            """).ToListAsync(ct);
        var total = await db.Database.SqlQuery<int>(
            $"select count(distinct (ended_at at time zone {zone})::date)::int as \"Value\" from deliveries.deliveries where rider_id = {rider.Value} and state = any({Finished})").SingleAsync(ct);
        return (days, total);
    }

    public Task SavePositionAsync(RiderPosition position, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into deliveries.rider_positions as p (rider_id, position_latitude, position_longitude, accuracy_metres, heading_degrees, metres_per_second, at)
            values ({position.RiderId.Value}, {position.Position.Latitude}, {position.Position.Longitude}, {position.AccuracyMetres}, {position.HeadingDegrees}, {position.MetresPerSecond}, {position.At})
            on conflict (rider_id) do update set
                position_latitude = excluded.position_latitude, position_longitude = excluded.position_longitude, accuracy_metres = excluded.accuracy_metres,
                heading_degrees = excluded.heading_degrees, metres_per_second = excluded.metres_per_second, at = excluded.at
            where p.at <= excluded.at
            """,
            ct);

    public Task SaveTrackPointAsync(TrackPoint point, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into deliveries.track_points (delivery_id, at, rider_id, position_latitude, position_longitude, accuracy_metres, heading_degrees, metres_per_second)
            values ({point.DeliveryId.Value}, {point.At}, {point.RiderId.Value}, {point.Position.Latitude}, {point.Position.Longitude}, {point.AccuracyMetres}, {point.HeadingDegrees}, {point.MetresPerSecond})
            on conflict do nothing
            """,
            ct);

    public bool IsRiderTaken(DbUpdateException failed) => failed.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation,
        ConstraintName: DeliveryConfiguration.OneActivePerRider or DeliveryConfiguration.OneOpenOfferPerRider,
    };

    public async Task<UserId?> FindUserAsync(string email, CancellationToken ct)
    {
        // Where the identity server has a database to itself there is nobody to be found.
        if (!await db.Database.SqlQuery<bool>($"select to_regclass('identity.user_directory') is not null as \"Value\"").SingleAsync(ct))
        {
            return null;
        }

        var found = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from identity.user_directory where lower(email) = lower({email})").ToListAsync(ct);
        return found is [var id] ? UserId.From(id) : null;
    }

    private sealed record NearRider(Guid Id, Guid UserId, string Name, double Latitude, double Longitude);
}
