namespace Marketplace.BlazorShared.Design;

/// <summary>What a badge or banner says by its colour, and by the shape that goes with it.</summary>
public enum Tone
{
    Neutral,
    Action,
    Live,
    Success,
    Danger,
}

internal static class Tones
{
    public static string Modifier(this Tone tone, string block) => tone switch
    {
        Tone.Neutral => block,
        Tone.Action => $"{block} {block}--action",
        Tone.Live => $"{block} {block}--live",
        Tone.Success => $"{block} {block}--success",
        Tone.Danger => $"{block} {block}--danger",
        _ => throw new ArgumentOutOfRangeException(nameof(tone)),
    };
}
