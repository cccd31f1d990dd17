namespace Marketplace.BlazorShared.Design;

public enum StepState
{
    ToCome,
    Now,
    Done,
    Failed,
}

/// <summary>One entry of a timeline: what, in which state, and its time or note.</summary>
public sealed record TimelineStep(string Title, StepState State, string? Text = null);
