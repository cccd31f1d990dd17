using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Analytics;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

/// <summary>Reads the view that the identity server keeps in the same database; there is nobody as long as it is not there.</summary>
internal sealed class UserDirectory(NpgsqlDataSource database) : IUserDirectory
{
    private const string Items =
        """
        select u.id, u.email, coalesce(u.full_name, ''), u.phone, u.roles, (select count(*) from orders.orders o where o.customer_id = u.id)::int, u.created_at, u.last_sign_in_at,
            coalesce(u.locked_until > now(), false), coalesce(u.locked_until = 'infinity', false)
        """;

    public Task<IReadOnlyList<Person>> FindAsync(IReadOnlyCollection<UserId> ids, CancellationToken ct) =>
        ids.Count == 0 ? Task.FromResult<IReadOnlyList<Person>>([]) : ReadAsync("where id = any($1)", ids.Select(i => i.Value).ToArray(), ct);

    public Task<IReadOnlyList<Person>> WithRightAsync(AdminRight right, CancellationToken ct) => ReadAsync(
        "where roles && $1 and locked_until is distinct from 'infinity'", AdminRoles.All.Where(role => role.Grants(right)).Select(role => role.ToRoleName()).ToArray(), ct);

    public async Task<Page<AdminUserItem>> SearchAsync(PeopleFilter filter, ListSlice slice, CancellationToken ct)
    {
        var total = 0;
        var text = (filter.Text ?? "").Trim().ToLowerInvariant();
        var found = await database.RowsAsync(
            $"""
            {Items}, u.total
            from (
                select *, count(*) over ()::int as total from identity.user_directory
                where (@text = '' or position(@text in lower(email)) > 0 or position(@text in lower(coalesce(full_name, ''))) > 0
                        or (@digits <> '' and position(@digits in regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g')) > 0))
                    and (@role = '' or @role = any(roles))
                    and (@state = '' or (@state = '{PersonStates.Suspended}') = (locked_until is not distinct from 'infinity'))) u
            where (u.created_at, u.id) < (@at, @id)
            order by u.created_at desc, u.id desc limit @take offset @skip
            """,
            r =>
            {
                total = r.GetInt32(10);
                return Read(r);
            },
            ct, ("text", text), ("digits", DigitsIn(text)), ("role", filter.Role ?? ""), ("state", filter.State ?? ""), ("take", slice.Take),
            ("skip", ((slice.Number ?? 1) - 1) * slice.Size), ("at", slice.After?.At ?? DateTimeOffset.MaxValue), ("id", slice.After?.Id ?? Guid.AllBitsSet));
        return slice.Page(found, total, u => new(u.RegisteredAt, u.Id));
    }

    public async Task<AdminUserItem?> ShowAsync(UserId user, CancellationToken ct) =>
        await database.RowsAsync($"{Items} from identity.user_directory u where u.id = @id", Read, ct, ("id", user.Value)) is [var person] ? person : null;

    public async Task<IReadOnlyList<string>?> RolesOfAsync(UserId user, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("select roles from identity.user_directory where id = $1 and locked_until is distinct from 'infinity'");
            command.Parameters.Add(new() { Value = user.Value });
            return (string[]?)await command.ExecuteScalarAsync(ct) ?? [];
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    public async Task<bool> IsSuspendedAsync(UserId user, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("select locked_until is not distinct from 'infinity' from identity.user_directory where id = $1");
            command.Parameters.Add(new() { Value = user.Value });
            return await command.ExecuteScalarAsync(ct) is true;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return false;
        }
    }

    public async Task<string?> ConfirmedAddressOfAsync(UserId user, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("select email from identity.confirmed_addresses where user_id = $1");
            command.Parameters.Add(new() { Value = user.Value });
            return (string?)await command.ExecuteScalarAsync(ct);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    public async Task<AccountSteps?> FirstStepsOfAsync(UserId user, CancellationToken ct)
    {
        try
        {
            return await database.RowsAsync("select has_passkey, is_over from identity.first_steps where user_id = @id", r => new AccountSteps(r.GetBoolean(0), r.GetBoolean(1)), ct, ("id", user.Value)) is [var known] ? known : null;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<Person>> ReadAsync(string filter, object value, CancellationToken ct)
    {
        List<Person> people = [];
        try
        {
            await using var command = database.CreateCommand($"select id, email, coalesce(full_name, ''), phone from identity.user_directory {filter} order by email");
            command.Parameters.Add(new() { Value = value });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                people.Add(new(new(row.GetGuid(0)), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)));
            }
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return [];
        }

        return people;
    }

    private static AdminUserItem Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetFieldValue<string[]>(4), r.GetInt32(5),
        r.GetFieldValue<DateTimeOffset>(6), r.IsDBNull(7) ? null : r.GetFieldValue<DateTimeOffset>(7), r.GetBoolean(8), r.GetBoolean(9));

    /// <summary>Phones are written with spaces or without; somebody who searches for a name means no phone.</summary>
    private static string DigitsIn(string text) => text.Any(char.IsLetter) ? "" : new([.. text.Where(char.IsAsciiDigit)]);
}
