using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

/// <summary>Reads the view that the identity server keeps in the same database; there is nobody as long as it is not there.</summary>
internal sealed class UserDirectory(NpgsqlDataSource database) : IUserDirectory
{
    public Task<IReadOnlyList<Person>> FindAsync(IReadOnlyCollection<UserId> ids, CancellationToken ct) =>
        ids.Count == 0 ? Task.FromResult<IReadOnlyList<Person>>([]) : ReadAsync("where id = any($1)", ids.Select(i => i.Value).ToArray(), ct);

    public Task<IReadOnlyList<Person>> WithRoleAsync(string role, CancellationToken ct) => ReadAsync("where $1 = any(roles)", role, ct);

    private async Task<IReadOnlyList<Person>> ReadAsync(string filter, object value, CancellationToken ct)
    {
        List<Person> people = [];
        try
        {
            await using var command = database.CreateCommand($"select id, email, coalesce(full_name, '') from identity.user_directory {filter} order by email");
            command.Parameters.Add(new() { Value = value });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                people.Add(new(new(row.GetGuid(0)), row.GetString(1), row.GetString(2)));
            }
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return [];
        }

        return people;
    }
}
