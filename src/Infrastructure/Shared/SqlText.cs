using System.Globalization;
using System.Text;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>One statement in the making: text that only code writes, and values that only ever travel as parameters.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];

    /// <summary>Adds a value and returns its place in the text.</summary>
    public string Arg<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    public SqlText Add(string text)
    {
        _text.Append(text).Append('\n');
        return this;
    }

    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(_text.ToString());
        foreach (var parameter in _parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

internal static class BatchExtensions
{
    extension(NpgsqlDataSource source)
    {
        /// <summary>Runs the statements in one round trip and hands the reader, standing before the first result, to <paramref name="read"/>.</summary>
        public async Task<T> ReadAsync<T>(Func<NpgsqlDataReader, Task<T>> read, CancellationToken ct, params SqlText[] statements)
        {
            await using var batch = source.CreateBatch();
            foreach (var statement in statements)
            {
                batch.BatchCommands.Add(statement.ToCommand());
            }

            await using var reader = await batch.ExecuteReaderAsync(ct);
            return await read(reader);
        }
    }

    extension(NpgsqlDataReader reader)
    {
        public async Task<List<T>> ListAsync<T>(Func<NpgsqlDataReader, T> row, CancellationToken ct)
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(ct))
            {
                rows.Add(row(reader));
            }

            return rows;
        }

        public T? Maybe<T>(int column) where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

        public string? MaybeText(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
