using Npgsql;

namespace Marketplace.Infrastructure.Analytics;

internal static class FigureQueries
{
    extension(NpgsqlDataSource database)
    {
        public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken ct, params (string Name, object Value)[] parameters)
        {
            await using var command = database.CreateCommand(sql);
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            await using var reader = await command.ExecuteReaderAsync(ct);
            List<T> rows = [];
            while (await reader.ReadAsync(ct))
            {
                rows.Add(map(reader));
            }

            return rows;
        }

        public async Task<T> RowAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken ct, params (string Name, object Value)[] parameters) =>
            (await database.RowsAsync(sql, map, ct, parameters))[0];
    }
}
