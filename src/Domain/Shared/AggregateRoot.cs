namespace Marketplace.Domain.Shared;

/// <summary>Something that happened in the domain, told in the past tense. Serialised into the outbox, so it holds values only.</summary>
public interface IDomainEvent
{
    DateTimeOffset At { get; }
}

/// <summary>The public name of an event, as webhooks, the bus and analytics know it: <c>order.created</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

public abstract class AggregateRoot
{
    private readonly List<IDomainEvent> _events = [];

    /// <summary>The concurrency token. Every change raises an event, so every change moves it.</summary>
    public int Revision { get; private set; }

    /// <summary>Events of one stream are delivered in the order in which they were raised.</summary>
    public abstract Guid StreamId { get; }

    protected void Raise(IDomainEvent happened)
    {
        _events.Add(happened);
        Revision++;
    }

    /// <summary>Hands over what happened and forgets it; the outbox is the only caller.</summary>
    public IReadOnlyList<IDomainEvent> TakeEvents()
    {
        IReadOnlyList<IDomainEvent> taken = [.. _events];
        _events.Clear();
        return taken;
    }
}
