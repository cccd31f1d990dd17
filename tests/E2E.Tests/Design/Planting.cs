using System.Text.Json.Nodes;
using Marketplace.E2E.Tests.Shared;

namespace Marketplace.E2E.Tests.Design;

/// <summary>Writes hostile texts into rows of the town, whatever forms would have said to them, and takes them out again.</summary>
internal sealed class Planting(Town town) : IAsyncDisposable
{
    private readonly List<(string Table, string Columns, string Key)> _planted = [];

    public int Texts { get; private set; }

    /// <param name="where">Which rows; <c>$1</c> is <paramref name="of"/>.</param>
    /// <param name="key">SQL for the id of a row.</param>
    public async Task PlantAsync(string table, string columns, string where, object of, string key = "id")
    {
        var copy = $"planted_{_planted.Count}";
        await town.ChangeAsync($"create table {copy} as select *, {key} as planted_id from {table} where {where}", of);
        _planted.Add((table, columns, key));
        var ids = await town.ReadAsync<Guid[]>($"select coalesce(array_agg(planted_id), '{{}}') from {copy}");
        Assert.True(ids.Length > 0, $"No row of {table} where {where}");
        foreach (var id in ids)
        {
            foreach (var column in columns.Split(' '))
            {
                await PlantOneAsync(table, column, key, id);
            }
        }
    }

    /// <summary>Tests that come later have a town without it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (place, (table, columns, key)) in _planted.Index().Reverse())
        {
            var copy = $"planted_{place}";
            await town.ChangeAsync($"update {table} t set {string.Join(", ", columns.Split(' ').Select(c => $"{c} = o.{c}"))} from {copy} o where o.planted_id = (select {key} from (select t.*) k)");
            await town.ChangeAsync($"drop table {copy}");
        }
    }

    private async Task PlantOneAsync(string table, string column, string key, Guid id)
    {
        var type = await town.ReadAsync<string>("select format_type(atttypid, atttypmod) from pg_attribute where attrelid = $1::regclass and attname = $2", table, column);
        if (type == "jsonb")
        {
            var json = JsonNode.Parse(await town.ReadAsync<string>($"select coalesce({column}, 'null')::text from {table} where {key} = $1", id));
            Replace(json);
            await town.ChangeAsync($"update {table} set {column} = $2::jsonb where {key} = $1", id, json?.ToJsonString() ?? "null");
        }
        else if (type == "text[]")
        {
            await town.ChangeAsync($"update {table} set {column} = $2 where {key} = $1", id, (string[])[Next(null), Next(null)]);
        }
        else
        {
            int? most = type.Contains('(', StringComparison.Ordinal) ? int.Parse(type.Split('(')[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture) : null;
            await town.ChangeAsync($"update {table} set {column} = $2 where {key} = $1", id, Next(most));
        }
    }

    /// <summary>Every text in it, but for codes.</summary>
    private void Replace(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String)
                    {
                        members[name] = name is "Country" or "country" ? text.DeepClone() : Next(null);
                    }
                    else
                    {
                        Replace(value);
                    }
                }

                break;
            case JsonArray items:
                items.ToList().ForEach(Replace);
                break;
            default:
                break;
        }
    }

    private string Next(int? most) => Payloads.Of(Texts++, most);
}
