using Marketplace.Application.Identity;
using Marketplace.Application.Media;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Analytics;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

internal sealed class PostgresPeople(NpgsqlDataSource database, MediaUrls media, TimeProvider clock) : IPeople
{
    private const string Person =
        """
        p.username, p.name, p.bio, p.location, p.photo_id,
        (select count(*) from people.person_follows f where f.followed_id = p.user_id)::int, (select count(*) from people.person_follows f where f.user_id = p.user_id)::int,
        exists (select 1 from people.person_follows f where f.user_id = @me and f.followed_id = p.user_id),
        """ + Presence;

    /// <summary>Two columns; nothing in the first for who does not let it be seen. Read from the leases: their deadline holds whatever became of a node.</summary>
    private const string Presence =
        """
        case when p.shows_presence then exists (select 1 from people.presence_leases l where l.user_id = p.user_id and l.expires_at > @now) end,
        (select k.seen_at from people.presences k where k.user_id = p.user_id)
        """;

    public async Task<PersonDto?> FindAsync(UserId viewer, string username, CancellationToken ct) => await database.RowsAsync(
        $"select {Person} from people.profiles p where p.username_key = @key and people.may_see(p, @me)", Show, ct, ("me", viewer.Value), ("now", clock.GetUtcNow()), ("key", Key(username))) is [var person] ? person : null;

    public async Task<Page<PersonDto>> SearchAsync(UserId viewer, string text, int page, int size, CancellationToken ct)
    {
        var wanted = text.Trim().ToLowerInvariant();
        var pattern = $"%{wanted.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        var total = 0;
        var found = wanted.Length == 0 ? [] : await database.RowsAsync(
            $"""
            select {Person}, count(*) over ()::int from people.profiles p where p.search like @pattern and people.may_see(p, @me)
            order by p.username_key = @text desc, starts_with(p.username_key, @text) desc, lower(p.name), p.user_id limit @size offset @skip
            """,
            r =>
            {
                total = r.GetInt32(10);
                return Show(r);
            },
            ct, ("me", viewer.Value), ("now", clock.GetUtcNow()), ("pattern", pattern), ("text", wanted), ("size", size), ("skip", (page - 1) * size));
        return new(found, total, page, size);
    }

    public Task<UserId?> FindSeenAsync(UserId viewer, string username, CancellationToken ct) => FindAsync(viewer, username, "true", ct);

    public Task<UserId?> FindPresentAsync(UserId viewer, string username, CancellationToken ct) => FindAsync(viewer, username, "p.shows_presence", ct);

    public Task<IReadOnlyList<(UserId Viewer, UserId Person)>> WhoSeesAsync(IReadOnlyCollection<(UserId Viewer, UserId Person)> pairs, CancellationToken ct) => WhoSeesAsync(pairs, "true", ct);

    public Task<IReadOnlyList<(UserId Viewer, UserId Person)>> WhoSeesPresenceAsync(IReadOnlyCollection<(UserId Viewer, UserId Person)> pairs, CancellationToken ct) =>
        WhoSeesAsync(pairs, "p.shows_presence", ct);

    private async Task<UserId?> FindAsync(UserId viewer, string username, string condition, CancellationToken ct) => await database.RowsAsync(
        $"select p.user_id from people.profiles p where p.username_key = @key and {condition} and people.may_see(p, @me)",
        r => new UserId(r.GetGuid(0)), ct, ("me", viewer.Value), ("key", Key(username))) is [var person] ? person : null;

    private async Task<IReadOnlyList<(UserId Viewer, UserId Person)>> WhoSeesAsync(IReadOnlyCollection<(UserId Viewer, UserId Person)> pairs, string condition, CancellationToken ct) => await database.RowsAsync(
        $"select w.viewer, w.person from unnest(@viewers, @people) w (viewer, person) join people.profiles p on p.user_id = w.person and {condition} and people.may_see(p, w.viewer)",
        r => (new UserId(r.GetGuid(0)), new UserId(r.GetGuid(1))), ct, ("viewers", pairs.Select(p => p.Viewer.Value).ToArray()), ("people", pairs.Select(p => p.Person.Value).ToArray()));

    public async Task<FollowsDto> FollowsOfAsync(UserId user, CancellationToken ct)
    {
        var shops = await database.RowsAsync(
            """
            select v.id, v.slug, v.name, v.hue, v.tagline, f.at from people.shop_follows f join vendors.vendors v on v.id = f.vendor_id
            where f.user_id = @me and v.state = 'Approved' order by f.at desc, v.id
            """,
            r => new FollowedShop(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5)), ct, ("me", user.Value));
        var people = await database.RowsAsync(
            $"""
            select p.username, p.name, p.photo_id, f.at, {Presence} from people.person_follows f join people.profiles p on p.user_id = f.followed_id
            where f.user_id = @me and people.may_see(p, @me) order by f.at desc, p.user_id
            """,
            r => new FollowedPerson(r.GetString(0), r.GetString(1), Photo(r, 2, r.GetString(1)), r.GetFieldValue<DateTimeOffset>(3), Here(r, 4)), ct, ("me", user.Value), ("now", clock.GetUtcNow()));
        var followers = await database.RowAsync("select count(*)::int from people.person_follows where followed_id = @me", r => r.GetInt32(0), ct, ("me", user.Value));
        return new(shops, people, followers);
    }

    public async Task<IReadOnlyList<BlockedPerson>> BlocksOfAsync(UserId user, CancellationToken ct) => await database.RowsAsync(
        "select coalesce(p.username, ''), p.name, b.at from people.blocks b join people.profiles p on p.user_id = b.blocked_id where b.user_id = @me order by b.at desc, p.user_id",
        r => new BlockedPerson(r.GetString(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2)), ct, ("me", user.Value));

    public Task<Result<Done>> FollowAsync(UserId user, string username, CancellationToken ct) => WithAsync(user, username, "people.may_see(p, @me)", async (other, work) =>
    {
        if (await work.AskAsync("select count(*) >= @most from people.person_follows where user_id = @me", ("most", FollowErrors.Most)) is true)
        {
            return FollowErrors.TooMany;
        }

        var isThere = await work.AskAsync(
            """
            with seen as (select p.user_id from people.profiles p where p.user_id = @other and people.may_see(p, @me)),
                followed as (insert into people.person_follows (user_id, followed_id, at) select @me, user_id, @now from seen on conflict do nothing)
            select exists (select 1 from seen)
            """, ("other", other), ("now", clock.GetUtcNow()));
        return isThere is true ? new Done() : ProfileErrors.NoSuchPerson; // blocked between the look and the step
    }, ct);

    public Task<Result<Done>> LeaveAsync(UserId user, string username, CancellationToken ct) => WithAsync(
        user, username, "exists (select 1 from people.person_follows f where f.user_id = @me and f.followed_id = p.user_id)", async (other, work) =>
        {
            await work.AskAsync("delete from people.person_follows where user_id = @me and followed_id = @other", ("other", other));
            return new Done();
        }, ct);

    public Task<Result<Done>> BlockAsync(UserId user, string username, CancellationToken ct) => WithAsync(
        user, username, "(people.may_see(p, @me) or exists (select 1 from people.blocks b where b.user_id = @me and b.blocked_id = p.user_id))", async (other, work) =>
        {
            await work.AskAsync("delete from people.person_follows where (user_id, followed_id) in ((@me, @other), (@other, @me))", ("other", other));
            await work.AskAsync("insert into people.blocks (user_id, blocked_id, at) values (@me, @other, @now) on conflict do nothing", ("other", other), ("now", clock.GetUtcNow()));
            return new Done();
        }, ct);

    public Task<Result<Done>> UnblockAsync(UserId user, string username, CancellationToken ct) => WithAsync(
        user, username, "exists (select 1 from people.blocks b where b.user_id = @me and b.blocked_id = p.user_id)", async (other, work) =>
        {
            await work.AskAsync("delete from people.blocks where user_id = @me and blocked_id = @other", ("other", other));
            return new Done();
        }, ct);

    public async Task<Result<Done>> FollowShopAsync(UserId user, Guid vendorId, CancellationToken ct) => await database.RowAsync(
        """
        with shop as (select id from vendors.vendors where id = @shop and state = 'Approved'),
            room as (select count(*) < @most as is_there from people.shop_follows where user_id = @me),
            followed as (insert into people.shop_follows (user_id, vendor_id, at) select @me, shop.id, @now from shop, room where room.is_there on conflict do nothing)
        select exists (select 1 from shop), (select is_there from room)
        """,
        r => (IsThere: r.GetBoolean(0), HasRoom: r.GetBoolean(1)), ct, ("me", user.Value), ("shop", vendorId), ("most", FollowErrors.Most), ("now", clock.GetUtcNow())) switch
        {
            { IsThere: false } => Domain.Vendors.VendorErrors.NotFound,
            { HasRoom: false } => FollowErrors.TooMany,
            _ => new Done(),
        };

    public async Task<Result<Done>> LeaveShopAsync(UserId user, Guid vendorId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from people.shop_follows where user_id = $1 and vendor_id = $2");
        command.Parameters.Add(new() { Value = user.Value });
        command.Parameters.Add(new() { Value = vendorId });
        return await command.ExecuteNonQueryAsync(ct) == 1 ? new Done() : Domain.Vendors.VendorErrors.NotFound;
    }

    /// <summary>Does something between two people, while nothing else happens between these two.</summary>
    /// <param name="mayName">Whether the one may say the name of the other, <c>p</c>.</param>
    private async Task<Result<Done>> WithAsync(UserId user, string username, string mayName, Func<Guid, Work, Task<Result<Done>>> step, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var work = new Work(connection, user, ct);
        if (await work.AskAsync($"select p.user_id from people.profiles p where p.username_key = @key and {mayName}", ("key", Key(username))) is not Guid other)
        {
            return ProfileErrors.NoSuchPerson;
        }

        if (other == user.Value)
        {
            return FollowErrors.Oneself;
        }

        await work.AskAsync("select pg_advisory_xact_lock(hashtextextended(least(@me, @other)::text || greatest(@me, @other)::text, 0))", ("other", other));
        var result = await step(other, work);
        if (result.IsSuccess)
        {
            await transaction.CommitAsync(ct);
        }

        return result;
    }

    private PersonDto Show(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Photo(r, 4, r.GetString(1)), r.GetInt32(5), r.GetInt32(6), r.GetBoolean(7), Here(r, 8));

    private static PresenceDto? Here(NpgsqlDataReader r, int at) =>
        r.IsDBNull(at) ? null : r.GetBoolean(at) ? new(true, null) : new(false, r.IsDBNull(at + 1) ? null : r.GetFieldValue<DateTimeOffset>(at + 1));

    private ImageDto? Photo(NpgsqlDataReader r, int at, string name) => r.IsDBNull(at) ? null : media.Image(new MediaId(r.GetGuid(at)), name);

    private static string Key(string username) => Username.KeyOf(username);

    private readonly record struct Work(NpgsqlConnection Connection, UserId User, CancellationToken Ct)
    {
        public async Task<object?> AskAsync(string sql, params (string Name, object Value)[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, Connection);
            command.Parameters.AddWithValue("me", User.Value);
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            return await command.ExecuteScalarAsync(Ct);
        }
    }
}
