using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

public enum LengthUnit
{
    Centimetre,
    Inch,
}

/// <summary>A length of the body, in the unit in which its owner thinks.</summary>
public readonly record struct BodyLength(decimal Value, LengthUnit Unit)
{
    private const decimal CentimetresPerInch = 2.54m;

    public decimal InCentimetres() => Unit == LengthUnit.Inch ? Value * CentimetresPerInch : Value;

    /// <summary>Between the span of a hand and more than the tallest person; with one decimal.</summary>
    public bool IsPlausible() => Value is > 0 and <= 300 && InCentimetres() is >= 10 and <= 300 && decimal.Round(Value, 1) == Value;
}

public enum ShoeSystem
{
    Eu,
    Uk,
    Us,
}

public readonly record struct ShoeSize(decimal Value, ShoeSystem System)
{
    /// <summary>Whole and half sizes.</summary>
    public bool IsPlausible() => Value is > 0 and <= 60 && Value * 2 == decimal.Truncate(Value * 2) && System switch
    {
        ShoeSystem.Eu => Value is >= 15 and <= 55,
        _ => Value <= 20,
    };
}

/// <summary>The measures of a person's body, for clothes that fit. Nobody but the person ever sees them.</summary>
public sealed record Measurements(BodyLength? Height, BodyLength? Chest, BodyLength? Waist, BodyLength? Hips, BodyLength? Inseam, ShoeSize? Shoes)
{
    public static Measurements None { get; } = new(null, null, null, null, null, null);

    /// <returns>The first that cannot be, as JSON names it.</returns>
    public string? FirstUnfit() =>
        new (string Name, BodyLength? Length)[] { ("height", Height), ("chest", Chest), ("waist", Waist), ("hips", Hips), ("inseam", Inseam) }
            .Where(m => m.Length is { } length && !length.IsPlausible()).Select(m => m.Name).FirstOrDefault() ?? (Shoes is { } shoes && !shoes.IsPlausible() ? "shoes" : null);
}
