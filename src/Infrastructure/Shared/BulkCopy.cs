using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// Writes new aggregates as EF Core would, row by row the same, but with COPY. The model tells tables, columns and
/// conversions, so that nothing here knows a feature.
/// </summary>
/// <param name="named">Gives an id another name, on its way out.</param>
/// <param name="met">Hears of the id of every row, with the time at which its aggregate came to be.</param>
internal sealed class BulkCopy(IModel model, Func<Guid, Guid>? named = null, Action<Guid, DateTimeOffset>? met = null)
{
    private readonly Dictionary<IEntityType, Table> _tables = [];

    /// <param name="at">When the aggregate came to be.</param>
    public void Add(object aggregate, DateTimeOffset at) => Add(model.FindEntityType(aggregate.GetType())!, aggregate, null, at);

    public async Task<int> WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = 0;
        foreach (var table in InOrder())
        {
            rows += table.Rows.Count;
            await using var writer = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)", ct);
            foreach (var row in table.Rows)
            {
                await writer.StartRowAsync(ct);
                for (var i = 0; i < row.Length; i++)
                {
                    if (Named(row[i]) is { } value)
                    {
                        await writer.WriteAsync(value, table.Columns[i].Type, ct);
                    }
                    else
                    {
                        await writer.WriteNullAsync(ct);
                    }
                }
            }

            await writer.CompleteAsync(ct);
        }

        _tables.Clear();
        return rows;
    }

    private void Add(IEntityType type, object entity, (IForeignKey Key, object Parent)? from, DateTimeOffset at)
    {
        if (!_tables.TryGetValue(type, out var table))
        {
            _tables.Add(type, table = Table.Of(type));
        }

        if (type.FindPrimaryKey()!.Properties is [{ } key] && !key.IsForeignKey() && !key.IsShadowProperty() && Provided(key, entity) is Guid id)
        {
            met?.Invoke(id, at);
        }

        table.Rows.Add([.. table.Columns.Select(c => c.Property.IsShadowProperty() ? Inherited(c.Property, from!.Value) : Provided(c.Property, entity))]);
        foreach (var navigation in type.GetNavigations().Where(n => !n.IsOnDependent))
        {
            object? related = navigation.GetGetter().GetClrValueUsingContainingEntity(entity);
            foreach (var child in navigation.IsCollection ? ((IEnumerable)related!).Cast<object>() : related is null ? [] : [related])
            {
                Add(navigation.TargetEntityType, child, (navigation.ForeignKey, entity), at);
            }
        }
    }

    /// <summary>Shadow properties are the keys to the parent.</summary>
    private static object? Inherited(IProperty property, (IForeignKey Key, object Parent) from) =>
        Provided(from.Key.Properties.Zip(from.Key.PrincipalKey.Properties).Single(pair => pair.First == property).Second, from.Parent);

    private static object? Provided(IProperty property, object entity)
    {
        var value = property.GetGetter().GetClrValueUsingContainingEntity(entity);
        return value is not null && property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    /// <summary>Asked when all have their names, because rows refer to each other in any order.</summary>
    private object? Named(object? value) => value is Guid id && named is not null ? named(id) : value;

    /// <summary>What others refer to comes first.</summary>
    private List<Table> InOrder()
    {
        var ordered = new List<Table>(_tables.Count);
        var seen = new HashSet<IEntityType>();
        foreach (var type in _tables.Keys)
        {
            Visit(type);
        }

        return ordered;

        void Visit(IEntityType type)
        {
            if (!seen.Add(type))
            {
                return;
            }

            foreach (var key in type.GetForeignKeys())
            {
                Visit(key.PrincipalEntityType);
            }

            if (_tables.TryGetValue(type, out var table))
            {
                ordered.Add(table);
            }
        }
    }

    private sealed record Column(IProperty Property, string Name, string Type);

    private sealed record Table(string Name, IReadOnlyList<Column> Columns)
    {
        public List<object?[]> Rows { get; } = [];

        public static Table Of(IEntityType type)
        {
            var store = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
            return new(
                $"\"{store.Schema}\".\"{store.Name}\"",
                [.. type.GetFlattenedProperties()
                    .Where(p => p.GetValueGenerationStrategy() == Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.None)
                    .Select(p => new Column(p, $"\"{p.GetColumnName(store)}\"", p.GetRelationalTypeMapping().StoreTypeNameBase))]);
        }
    }
}
