using Marketplace.Application.Identity;
using Marketplace.Application.Partners;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>Tells who decides that an application waits, and who applied what became of it and of the page that came of it.</summary>
public sealed class TellOfPartners(IMarketplaceDb db, IUserDirectory directory, Notifier notifier, RelayedMessage message)
    : IReactTo<PartnerApplied>, IReactTo<PartnerApplicationApproved>, IReactTo<PartnerApplicationRejected>, IReactTo<PartnerOpened>, IReactTo<PartnerClosed>
{
    public async Task HandleAsync(PartnerApplied happened, CancellationToken ct)
    {
        if (await db.PartnerApplications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == happened.ApplicationId && a.State == PartnerApplicationState.Submitted, ct) is not { } application)
        {
            return; // withdrawn meanwhile, or gone with its owner
        }

        foreach (var admin in (await directory.WithRightAsync(application.Role.JudgedWith, ct)).Where(a => a.Id != happened.UserId))
        {
            await notifier.TellAsync(
                admin.Id, "application_waiting", $"{application.Name} {Wants(application.Role)}", "Look at the application, and approve it or say why not.", $"/admin/applications/{application.Id.Value}", ct);
        }

        await db.SaveChangesAsync(ct);
    }

    public Task HandleAsync(PartnerApplicationApproved happened, CancellationToken ct) => TellAsync(
        happened.UserId, happened.Role, $"You are {A(happened.Role)} now",
        happened.Role.HasPage ? "Your public page is open. Say on it who you are, so that people want to follow you." : "Go online when you want to work: we ask you when a delivery is near.", ct);

    public Task HandleAsync(PartnerApplicationRejected happened, CancellationToken ct) => TellAsync(
        happened.UserId, happened.Role, $"We cannot take you on as {A(happened.Role)}", $"The reason: {happened.Reason.TrimEnd('.')}. You can apply again.", ct);

    public Task HandleAsync(PartnerOpened happened, CancellationToken ct) => happened.IsAgain
        ? TellAsync(happened.UserId, happened.Role, "Your public page is open again", "Everybody can see it and follow you, as before.", ct)
        : Task.CompletedTask; // the decision says it

    public Task HandleAsync(PartnerClosed happened, CancellationToken ct) => TellAsync(
        happened.UserId, happened.Role, "Your public page is closed", $"The reason: {happened.Reason.TrimEnd('.')}. You are no longer {A(happened.Role)}. You can apply again.", ct);

    private async Task TellAsync(UserId user, PartnerRole role, string title, string text, CancellationToken ct)
    {
        var page = $"/work/{role.ToWire().ToLowerInvariant()}";
        notifier.Tell(user, "application_state", title, text, page);
        if (await directory.FindAsync([user], ct) is [{ Email: { } address } person])
        {
            await notifier.MailAsync(
                "partner-state", message.Id.ToString(), address, new() { ["name"] = person.Name, ["title"] = title, ["text"] = text, ["pageUrl"] = notifier.PortalUrl(page) }, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private static string Wants(PartnerRole role) => role switch
    {
        PartnerRole.Rider => "wants to ride",
        PartnerRole.Reseller => "wants to resell",
        PartnerRole.Influencer => "wants to recommend",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private static string A(PartnerRole role) => role switch
    {
        PartnerRole.Rider => "a rider",
        PartnerRole.Reseller => "a reseller",
        PartnerRole.Influencer => "an influencer",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
