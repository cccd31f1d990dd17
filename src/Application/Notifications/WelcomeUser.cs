using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

public sealed class WelcomeUser(IMarketplaceDb db, Notifier notifier) : IReactTo<UserRegistered>
{
    public async Task HandleAsync(UserRegistered happened, CancellationToken ct)
    {
        notifier.Tell(happened.UserId, "welcome", "Welcome!", "Fill one cart from as many shops as you like, pay once, and watch it come.", "/");
        if (happened.Email is { } email)
        {
            await notifier.MailAsync("welcome", happened.UserId.Value.ToString(), email, new() { ["name"] = happened.FullName }, ct);
        }

        await db.SaveChangesAsync(ct);
    }
}
