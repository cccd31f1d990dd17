namespace Marketplace.Domain.Shared;

/// <summary>An amount in one currency. Mixing currencies is a bug, so it throws.</summary>
public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
{
    public bool IsZero => Amount == 0;

    public static Money Zero(string currency) => new(0, currency);

    public static Money operator +(Money a, Money b) => a with { Amount = a.Amount + a.Same(b).Amount };
    public static Money operator -(Money a, Money b) => a with { Amount = a.Amount - a.Same(b).Amount };
    public static Money operator *(Money a, int times) => a with { Amount = a.Amount * times };
    public static bool operator >(Money a, Money b) => a.Amount > a.Same(b).Amount;
    public static bool operator <(Money a, Money b) => a.Amount < a.Same(b).Amount;
    public static bool operator >=(Money a, Money b) => a.Amount >= a.Same(b).Amount;
    public static bool operator <=(Money a, Money b) => a.Amount <= a.Same(b).Amount;

    public int CompareTo(Money other) => Amount.CompareTo(Same(other).Amount);

    /// <summary>Digits after the point that the currency is paid in (ISO 4217): 0 for yen, 3 for Kuwaiti dinar, 2 for most.</summary>
    public static int DecimalsOf(string currency) => currency switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "UGX" => 0,
        "KWD" or "BHD" or "OMR" or "JOD" or "TND" or "IQD" => 3,
        _ => 2,
    };

    /// <summary>This percentage of the amount, rounded half to even to what the currency can pay.</summary>
    public Money Percent(decimal rate) => (this with { Amount = Amount * rate / 100m }).Rounded();

    /// <summary>The amount as the currency can pay it, half to even (banker's rounding).</summary>
    public Money Rounded() => this with { Amount = decimal.Round(Amount, DecimalsOf(Currency), MidpointRounding.ToEven) };

    /// <summary>
    /// Splits the amount in proportion to the weights so that the parts add up to it exactly: each part is rounded down,
    /// and the minor units that are left go one each to the largest remainders, earlier weights first.
    /// </summary>
    /// <remarks>The amount itself must be one that the currency can pay.</remarks>
    /// <param name="weights">Not negative, at least one above zero.</param>
    public IReadOnlyList<Money> Split(IReadOnlyList<decimal> weights)
    {
        var sum = weights.Sum();
        if (sum <= 0 || weights.Any(w => w < 0))
        {
            throw new ArgumentException("Weights must not be negative and one must be above zero.", nameof(weights));
        }

        if (this != Rounded())
        {
            throw new InvalidOperationException($"{Amount} {Currency} cannot be paid, so it cannot be split into what can.");
        }

        if (Amount < 0)
        {
            return [.. (this with { Amount = -Amount }).Split(weights).Select(part => part with { Amount = -part.Amount })];
        }

        var (amount, unit) = (Amount, Unit(DecimalsOf(Currency)));
        var exact = weights.Select(w => amount * w / sum).ToArray();
        var parts = exact.Select(e => decimal.Floor(e / unit) * unit).ToArray();
        var left = (int)((amount - parts.Sum()) / unit);
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i).Take(left))
        {
            parts[i] += unit;
        }

        var currency = Currency;
        return [.. parts.Select(p => new Money(p, currency))];
    }

    private static decimal Unit(int decimals) => decimals switch { 0 => 1m, 3 => 0.001m, _ => 0.01m };

    private Money Same(Money other) => other.Currency == Currency
        ? other
        : throw new InvalidOperationException($"Cannot mix {Currency} and {other.Currency}.");
}
