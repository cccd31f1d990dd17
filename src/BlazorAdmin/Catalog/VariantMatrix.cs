using Marketplace.BlazorShared.Design;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>Makes one variant for each combination of option values and keeps what was typed for those that stay.</summary>
public sealed class VariantMatrix
{
    public const int MaxRows = 200;
    public const int MaxOptions = 4;

    private readonly HashSet<string> _leftOut = [];

    public List<OptionDraft> Options { get; } = [];

    public List<VariantRow> Rows { get; private set; } = [];

    /// <summary>The combinations that the options make, whether offered or not.</summary>
    public int Combinations => Usable.Aggregate(1, (count, option) => Math.Min(count, MaxRows + 1) * option.Values.Count);

    public bool IsTooLarge => Combinations > MaxRows;

    public int LeftOut => _leftOut.Count;

    private OptionDraft[] Usable => [.. Options.Where(o => o.Name.Length > 0 && o.Values.Count > 0)];

    public static VariantMatrix Of(IEnumerable<OptionDraft> options, IEnumerable<VariantRow> rows)
    {
        var matrix = new VariantMatrix();
        matrix.Options.AddRange(options);
        matrix.Rows.AddRange(rows);
        var there = matrix.Rows.Select(r => Key(r.Options)).ToHashSet();
        matrix._leftOut.UnionWith(matrix.All().Select(Key).Where(k => !there.Contains(k)));
        return matrix;
    }

    /// <summary>Follows the options: new combinations get a row, those that are gone lose it, the others keep theirs.</summary>
    /// <param name="productName">For the codes of new rows.</param>
    public void Regenerate(string productName)
    {
        if (IsTooLarge)
        {
            return;
        }

        var combinations = All();
        var keys = combinations.Select(Key).ToHashSet();
        _leftOut.IntersectWith(keys);
        var known = new Dictionary<string, VariantRow>();
        foreach (var row in Rows)
        {
            known.TryAdd(Key(row.Options), row);
        }

        var template = Rows.FirstOrDefault();
        var unused = new Queue<VariantRow>(Rows.Where(r => !keys.Contains(Key(r.Options))));
        List<VariantRow> rows = [];
        foreach (var combination in combinations.Where(c => !_leftOut.Contains(Key(c))))
        {
            if (!known.TryGetValue(Key(combination), out var row))
            {
                // The first option of a product takes over its only variant, with its stock.
                row = unused.Count > 0 && Rows.Count == 1 ? unused.Dequeue() : New(template);
                row.Options = combination;
            }

            rows.Add(row);
        }

        Rows = rows;
        FillCodes(productName);
    }

    /// <summary>Gives a code to each row that has none.</summary>
    public void FillCodes(string productName)
    {
        foreach (var row in Rows.Where(r => r.Sku.Trim().Length == 0))
        {
            row.Sku = FreeCode(row.Options, productName);
        }
    }

    public void LeaveOut(VariantRow row)
    {
        if (Rows.Count > 1 && Rows.Remove(row))
        {
            _leftOut.Add(Key(row.Options));
        }
    }

    public void BringBack(string productName)
    {
        _leftOut.Clear();
        Regenerate(productName);
    }

    /// <summary>The first row's price, weight and warning into all rows that have none of their own.</summary>
    public void CopyFirstDown()
    {
        if (Rows is not [var first, .. var others])
        {
            return;
        }

        foreach (var row in others)
        {
            (row.Price, row.CompareAt, row.Weight, row.LowStockAt) = (first.Price, first.CompareAt, first.Weight, first.LowStockAt);
        }
    }

    /// <summary>Rows whose code another row has, too.</summary>
    public IEnumerable<VariantRow> Doubled => Rows
        .GroupBy(r => r.Sku.Trim(), StringComparer.OrdinalIgnoreCase)
        .Where(g => g.Key.Length > 0 && g.Count() > 1)
        .SelectMany(g => g.Skip(1));

    private List<Dictionary<string, string>> All() => Usable.Aggregate(
        new List<Dictionary<string, string>> { new() },
        (sofar, option) => [.. sofar.SelectMany(c => option.Values.Select(v => new Dictionary<string, string>(c) { [option.Name] = v }))]);

    private static VariantRow New(VariantRow? template) => new()
    {
        Price = template?.Price ?? "",
        CompareAt = template?.CompareAt ?? "",
        Weight = template?.Weight ?? "0",
        LowStockAt = template?.LowStockAt ?? "3",
    };

    private string FreeCode(IReadOnlyDictionary<string, string> options, string productName)
    {
        var code = string.Join('-', new[] { Words.Initials(productName) }.Concat(options.Values.Select(Short)).Where(p => p.Length > 0)).ToUpperInvariant();
        var unique = code;
        for (var n = 2; Rows.Any(o => string.Equals(o.Sku, unique, StringComparison.OrdinalIgnoreCase)); n++)
        {
            unique = $"{code}-{n}";
        }

        return unique;
    }

    private static string Short(string value) => string.Concat(value.Where(char.IsLetterOrDigit).Take(4));

    private static string Key(IReadOnlyDictionary<string, string> options) =>
        string.Join('\u001f', options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}\u001e{o.Value}"));
}

/// <summary>An option type as typed: "Size" with "S, M, L"; where a value has a comma of its own, "Small, 10 cm; Large, 14 cm".</summary>
public sealed class OptionDraft
{
    private const char Weak = ',';
    private const char Strong = ';';

    private string _text = "";

    public static OptionDraft Of(string name, IReadOnlyList<string> values) => new()
    {
        Name = name,
        Text = values.Any(v => v.Contains(Weak, StringComparison.Ordinal)) ? string.Join($"{Strong} ", values) + (values.Count == 1 ? Strong : "") : string.Join($"{Weak} ", values),
    };

    public string Name { get; set => field = value.Trim(); } = "";

    public string Text
    {
        get => _text;
        set
        {
            _text = value;
            Values = [.. value.Split(value.Contains(Strong, StringComparison.Ordinal) ? Strong : Weak, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    public IReadOnlyList<string> Values { get; private set; } = [];
}
