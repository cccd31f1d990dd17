using System.Collections.Concurrent;
using System.Reflection;
using Marketplace.Application.Shared;
using Marketplace.Domain.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Something that hears events from the outbox under a name of its own, each event once.</summary>
internal interface IOutboxConsumer
{
    /// <summary>Stays the same over restarts and releases: it is half of the inbox key.</summary>
    string Name { get; }

    bool Hears(Type happened);

    /// <summary>After the consumers without it, of the same event.</summary>
    bool RunsLast => false;

    /// <summary>Needs no transaction and no inbox row.</summary>
    bool IsRepeatable => false;

    /// <summary>Its events may be delivered along with many others.</summary>
    bool IsQuick => IsRepeatable;

    /// <param name="scope">The services of this one delivery; its database context is inside the transaction of the inbox row.</param>
    Task HandleAsync(IServiceProvider scope, IDomainEvent happened, CancellationToken ct);
}

/// <summary>An <see cref="IReactTo{TEvent}"/> of the application, made anew for each delivery.</summary>
internal sealed class ReactionConsumer<TEvent>(Type reaction) : IOutboxConsumer where TEvent : IDomainEvent
{
    public string Name { get; } = reaction.FullName!.Replace("Marketplace.", "", StringComparison.Ordinal);

    public bool RunsLast { get; } = reaction.IsDefined(typeof(RunsLastAttribute), inherit: false);

    public bool IsRepeatable { get; } = reaction.IsDefined(typeof(RepeatableAttribute), inherit: false);

    public bool IsQuick { get; } = reaction.GetCustomAttribute<RepeatableAttribute>(inherit: false) is { IsSlow: false };

    public bool Hears(Type happened) => happened.IsAssignableTo(typeof(TEvent));

    public Task HandleAsync(IServiceProvider scope, IDomainEvent happened, CancellationToken ct) =>
        ((IReactTo<TEvent>)scope.GetRequiredService(reaction)).HandleAsync((TEvent)happened, ct);
}

/// <summary>Who hears what: every registered reaction, and the consumers of the infrastructure itself.</summary>
public sealed class OutboxConsumers
{
    private readonly ConcurrentDictionary<Type, IReadOnlyList<IOutboxConsumer>> _byEvent = new();
    private readonly Lazy<IReadOnlyList<IOutboxConsumer>> _all;
    private readonly Lazy<string[]> _quickTypes;

    internal OutboxConsumers(IServiceCollection services, IEnumerable<IOutboxConsumer> others)
    {
        _all = new(() => [.. Reactions(services), .. others]);
        _quickTypes = new(() => [.. EventTypes.All.Where(type => Of(type).All(c => c.IsQuick)).Select(type => type.FullName!)]);
    }

    internal IReadOnlyList<IOutboxConsumer> All => _all.Value;

    /// <summary>
    /// The names of events that nobody hears, or only who may hear them twice and writes nothing: many of them can be delivered together.
    /// </summary>
    internal string[] QuickTypes => _quickTypes.Value;

    /// <summary>An event that nobody hears is kept as delivered from the first.</summary>
    internal bool AreThereFor(Type happened) => Of(happened).Count > 0;

    internal IReadOnlyList<IOutboxConsumer> Of(Type happened) => _byEvent.GetOrAdd(happened, type => [.. All.Where(c => c.Hears(type)).OrderBy(c => c.RunsLast)]);

    private static IEnumerable<IOutboxConsumer> Reactions(IServiceCollection services) =>
        from type in services.Where(s => !s.IsKeyedService).Select(s => s.ServiceType).Where(t => t.IsClass).Distinct()
        from heard in type.GetInterfaces()
        where heard.IsGenericType && heard.GetGenericTypeDefinition() == typeof(IReactTo<>)
        select (IOutboxConsumer)Activator.CreateInstance(typeof(ReactionConsumer<>).MakeGenericType(heard.GenericTypeArguments), type)!;
}
