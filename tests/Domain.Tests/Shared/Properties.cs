using FsCheck;
using FsCheck.Fluent;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Shared;

/// <summary>Rules tried on a thousand cases each. A case that fails is told with its seed, smallest first.</summary>
internal static class Properties
{
    public static readonly string[] Currencies = ["INR", "JPY", "KWD"];

    public static readonly Gen<string> Currency = Gen.Elements(Currencies);

    /// <summary>From nothing to ten million, in what the currency can be paid in.</summary>
    public static Gen<Money> Amount(string currency) =>
        Gen.OneOf(Gen.Choose(0, 1000), Gen.Choose(0, 1_000_000), Gen.Choose(0, 1_000_000_000)).Select(units => new Money(units * Unit(currency), currency));

    public static Gen<Money> Amounts => Currency.SelectMany(Amount);

    public static Gen<decimal> Rate => Gen.Elements(0m, 5m, 12m, 12.5m, 18m, 28m, 33.33m, 100m);

    public static decimal Unit(string currency) => Money.DecimalsOf(currency) switch { 0 => 1m, 3 => 0.001m, _ => 0.01m };

    public static Gen<IReadOnlyList<T>> ListOf<T>(this Gen<T> items, int least, int most) =>
        Gen.Choose(least, most).SelectMany(count => items.ArrayOf(count)).Select(IReadOnlyList<T> (list) => list);

    public static void HoldsFor<T>(Gen<T> cases, Action<T> rule, int times = 1000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(cases.ToArbitrary(), rule));
}
