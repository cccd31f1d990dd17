namespace Marketplace.Domain.Deliveries;

/// <summary>A step of a delivery: when, by whom, and why.</summary>
public sealed class DeliveryStep
{
    public const int NoteMaxLength = 500;

    private DeliveryStep() { } // EF Core

    internal DeliveryStep(DeliveryState state, DateTimeOffset at, string who, string? note) =>
        (Id, State, At, Who, Note) = (Guid.CreateVersion7(at), state, at, who, note);

    public Guid Id { get; private init; }
    public DeliveryState State { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>The rider, the dispatcher or "Marketplace".</summary>
    public string Who { get; private init; } = "";
    public string? Note { get; private init; }
}
