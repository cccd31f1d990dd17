using Marketplace.Application.Shared;
using Marketplace.Domain.Notifications;

namespace Marketplace.Application.Notifications;

/// <summary>Lets the bell ring on the pages that a person has open.</summary>
[RunsLast, Repeatable]
public sealed class ForwardNewsLive(LiveMessages live) : IReactTo<NotificationTold>
{
    public Task HandleAsync(NotificationTold happened, CancellationToken ct) =>
        live.TellAsync(LiveTopic.User(happened.UserId), happened.Kind, ct, ("id", happened.NotificationId.Value.ToString()));
}
