using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <summary>
/// Tells the owners what happens to their team, and who is concerned. The notice also wakes the pages that this person has open, so
/// that they see at once what they may do now.
/// </summary>
public sealed class TellOfTeamChanges(IMarketplaceDb db, IUserDirectory directory, Notifier notifier)
    : IReactTo<VendorMemberInvited>, IReactTo<VendorMemberJoined>, IReactTo<VendorMemberChanged>, IReactTo<VendorMemberRemoved>
{
    private const string Kind = "team";
    private const string Page = "/vendor/team";

    public Task HandleAsync(VendorMemberInvited happened, CancellationToken ct) => TellAsync(happened.VendorId, happened.By, null, async (shop, by, _) =>
    {
        var invited = await db.Invitations.AsNoTracking().Where(i => i.Id == happened.InvitationId).Select(i => i.Email).FirstOrDefaultAsync(ct);
        return new($"{by} invited {invited} to {shop}", $"As {RoleWords.Of(happened.Role)}. You can withdraw it on the team's page.", null, null);
    }, ct);

    public Task HandleAsync(VendorMemberJoined happened, CancellationToken ct) => TellAsync(happened.VendorId, happened.UserId, happened.UserId, (shop, _, who) => Task.FromResult(new News(
        $"{who} joined {shop}", $"As {RoleWords.Of(happened.Role)}.", $"You work for {shop} now", $"As {RoleWords.Of(happened.Role)}: you {RoleWords.Does(happened.Role)}.")), ct);

    public Task HandleAsync(VendorMemberChanged happened, CancellationToken ct) => TellAsync(happened.VendorId, happened.By, happened.UserId, (shop, by, who) => Task.FromResult(new News(
        $"{who} has another role at {shop}", $"{by} changed it from {RoleWords.Of(happened.Before)} to {RoleWords.Of(happened.After)}.",
        $"You have another role at {shop}", $"It is {RoleWords.Of(happened.After)} now: you {RoleWords.Does(happened.After)}.")), ct);

    public Task HandleAsync(VendorMemberRemoved happened, CancellationToken ct) => TellAsync(happened.VendorId, happened.By, happened.UserId, (shop, by, who) => Task.FromResult(
        happened.By == happened.UserId
            ? new News($"{who} left {shop}", "They see nothing of the shop any more.", $"You left {shop}", "You see nothing of the shop any more.")
            : new News($"{who} does not work for {shop} any more", $"{by} took them out of the team.", $"You do not work for {shop} any more", "You were taken out of its team.")), ct);

    private async Task TellAsync(VendorId vendor, UserId by, UserId? concerned, Func<string, string, string, Task<News>> describe, CancellationToken ct)
    {
        if (await db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.Id == vendor, ct) is not { } shop)
        {
            return;
        }

        var people = await directory.NamesOfAsync(concerned is { } one ? [by, one] : [by], ct);
        var news = await describe(shop.Name, people.NameOf(by), concerned is { } who ? people.NameOf(who) : "");
        foreach (var owner in shop.Members.Where(m => m.Role == VendorRole.Owner && m.UserId != by && m.UserId != concerned))
        {
            notifier.Tell(owner.UserId, Kind, news.Title, news.Text, Page);
        }

        if (news.OwnTitle is { } title)
        {
            notifier.Tell(concerned, Kind, title, news.OwnText!, shop.MemberOf(concerned!.Value) is null ? "/" : "/vendor");
        }

        await db.SaveChangesAsync(ct);
    }

    /// <param name="OwnTitle">For the person whom it is about.</param>
    private sealed record News(string Title, string Text, string? OwnTitle, string? OwnText);
}
