using Marketplace.Application.Shared;
using Marketplace.Domain.Carts;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Tells a signed-in shopper's other devices that the cart changed. A guest's cart is on one device only.</summary>
[RunsLast, Repeatable]
public sealed class ForwardCartsLive(LiveMessages live) : IReactTo<CartItemAdded>, IReactTo<CartItemRemoved>, IReactTo<CartUpdated>
{
    public Task HandleAsync(CartItemAdded happened, CancellationToken ct) => TellAsync(happened.UserId, ct);

    public Task HandleAsync(CartItemRemoved happened, CancellationToken ct) => TellAsync(happened.UserId, ct);

    public Task HandleAsync(CartUpdated happened, CancellationToken ct) => TellAsync(happened.UserId, ct);

    private Task TellAsync(UserId? owner, CancellationToken ct) => owner is { } user ? live.TellAsync(LiveTopic.Cart(user), "cart", ct) : Task.CompletedTask;
}
