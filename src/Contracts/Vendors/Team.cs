using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Vendors;

/// <summary>What somebody does at a shop.</summary>
public static class VendorRoles
{
    /// <summary>Has opened it, and may do everything.</summary>
    public const string Owner = "OWNER";

    /// <summary>May do all that the owner may, but not name another owner.</summary>
    public const string Manager = "MANAGER";

    /// <summary>Keeps products, prices and stock.</summary>
    public const string Catalogue = "CATALOGUE";

    /// <summary>Accepts, prepares and hands over orders.</summary>
    public const string Orders = "ORDERS";

    /// <summary>Sees the money.</summary>
    public const string Finance = "FINANCE";

    /// <summary>Answers shoppers.</summary>
    public const string Chat = "CHAT";

    public static IReadOnlyList<string> All { get; } = [Owner, Manager, Catalogue, Orders, Finance, Chat];
}

/// <summary>What a role lets somebody do; <c>MyShop.Rights</c> has those of the signed-in person.</summary>
public static class VendorRights
{
    /// <summary>Sees the shop as its owner edits it.</summary>
    public const string SeeShop = "SEE_SHOP";

    /// <summary>Changes what the shop tells of itself.</summary>
    public const string EditShop = "EDIT_SHOP";

    /// <summary>Lets it take orders, or pause.</summary>
    public const string PauseOrders = "PAUSE_ORDERS";

    /// <summary>Sees products and stock.</summary>
    public const string SeeCatalogue = "SEE_CATALOGUE";

    /// <summary>Adds, changes and deletes products.</summary>
    public const string EditCatalogue = "EDIT_CATALOGUE";

    /// <summary>Says how many units are on the shelf.</summary>
    public const string SetStock = "SET_STOCK";

    /// <summary>Changes prices.</summary>
    public const string SetPrices = "SET_PRICES";

    /// <summary>Imports and exports products.</summary>
    public const string ExchangeCatalogue = "EXCHANGE_CATALOGUE";

    /// <summary>Sees orders.</summary>
    public const string SeeOrders = "SEE_ORDERS";

    /// <summary>Accepts, rejects, prepares and hands over orders.</summary>
    public const string WorkOrders = "WORK_ORDERS";

    /// <summary>Sees commissions and what the shop receives.</summary>
    public const string SeeMoney = "SEE_MONEY";

    /// <summary>Sees who works for the shop.</summary>
    public const string SeeTeam = "SEE_TEAM";

    /// <summary>Invites people, and changes and ends what they may do.</summary>
    public const string ManageTeam = "MANAGE_TEAM";

    /// <summary>Makes and revokes API keys.</summary>
    public const string ManageKeys = "MANAGE_KEYS";

    /// <summary>Reads who did what in the shop.</summary>
    public const string SeeAudit = "SEE_AUDIT";
}

/// <param name="Email">Null for who may not manage the team.</param>
/// <param name="Role">Of <see cref="VendorRoles"/>.</param>
/// <param name="JoinedAt">Since when they work for the shop.</param>
/// <param name="IsMe">The signed-in person.</param>
/// <param name="MayChange">Whether the signed-in person may give them another role, or take them out of the team.</param>
public sealed record TeamMember(Guid UserId, string Name, string? Email, string Role, DateTimeOffset JoinedAt, bool IsMe, bool MayChange);

/// <param name="Role">Of <see cref="VendorRoles"/>.</param>
/// <param name="InvitedBy">The name of who invited.</param>
/// <param name="SentAt">When the mail was sent last.</param>
/// <param name="ExpiresAt">Until when it can be accepted.</param>
/// <param name="IsExpired">Over by time; it can be sent again.</param>
/// <param name="MayChange">Whether the signed-in person may send it again, or withdraw it.</param>
public sealed record TeamInvitation(Guid Id, string Email, string Role, string InvitedBy, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, bool IsExpired, bool MayChange);

/// <param name="Members">Who works for the shop.</param>
/// <param name="Invitations">The open ones; empty for who may not manage the team.</param>
/// <param name="MayGive">Roles in which the signed-in person may invite, or that they may give to a member.</param>
public sealed record VendorTeam(IReadOnlyList<TeamMember> Members, IReadOnlyList<TeamInvitation> Invitations, IReadOnlyList<string> MayGive);

/// <param name="Act"><c>INVITED</c>, <c>SENT_AGAIN</c>, <c>WITHDRAWN</c>, <c>DECLINED</c>, <c>JOINED</c>, <c>ROLE_CHANGED</c>, <c>REMOVED</c> or <c>LEFT</c>.</param>
/// <param name="By">Who did it.</param>
/// <param name="About">The member, or the invited address.</param>
/// <param name="RoleBefore">Of <see cref="VendorRoles"/>; null when there was none.</param>
/// <param name="RoleAfter">Of <see cref="VendorRoles"/>; null when there is none.</param>
public sealed record TeamHistoryEntry(string Act, string By, string About, string? RoleBefore, string? RoleAfter, DateTimeOffset At);

/// <param name="Role">Any of <see cref="VendorRoles"/> but <c>OWNER</c>.</param>
public sealed record InviteMemberRequest(string Email, string Role);

/// <param name="Role">Any of <see cref="VendorRoles"/> but <c>OWNER</c>.</param>
public sealed record ChangeMemberRequest(string Role);

/// <param name="Key">From the link in the mail.</param>
public sealed record InvitationKeyRequest(string Key);

/// <summary>An invitation to the signed-in person.</summary>
/// <param name="ShopName">The shop that invites.</param>
/// <param name="Role">Of <see cref="VendorRoles"/>.</param>
/// <param name="InvitedBy">The name of who invited.</param>
/// <param name="ExpiresAt">Until when it can be accepted.</param>
public sealed record MyInvitation(Guid Id, Guid VendorId, string ShopName, int Hue, string Role, string InvitedBy, DateTimeOffset ExpiresAt);

public sealed class TeamClient(HttpClient http)
{
    private const string Root = "api/v1/vendor/team";

    public Task<VendorTeam> GetAsync(CancellationToken ct = default) => http.GetAsync<VendorTeam>(Root, ct);

    public Task<Page<TeamHistoryEntry>> HistoryAsync(int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<TeamHistoryEntry>>($"{Root}/history" + ApiHttp.Query(("page", page), ("size", size)), ct);

    public Task<VendorTeam> ChangeRoleAsync(Guid userId, string role, CancellationToken ct = default) => http.PutAsync<VendorTeam>($"{Root}/{userId}", new ChangeMemberRequest(role), ct);
    public Task<Nothing> RemoveAsync(Guid userId, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"{Root}/{userId}", ct);
    public Task<Nothing> LeaveAsync(CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/leave", null, ct);

    /// <summary>The same answer whether the address has an account or not.</summary>
    public Task<VendorTeam> InviteAsync(InviteMemberRequest request, CancellationToken ct = default) => http.PostAsync<VendorTeam>($"{Root}/invitations", request, ct);
    public Task<VendorTeam> SendAgainAsync(Guid invitationId, CancellationToken ct = default) => http.PostAsync<VendorTeam>($"{Root}/invitations/{invitationId}/send-again", null, ct);
    public Task<Nothing> WithdrawAsync(Guid invitationId, CancellationToken ct = default) => http.DeleteAsync<Nothing>($"{Root}/invitations/{invitationId}", ct);
}

/// <summary>The invitations of the signed-in person, who needs the key of the mail to answer one.</summary>
public sealed class InvitationsClient(HttpClient http)
{
    private const string Root = "api/v1/me/invitations";

    public Task<IReadOnlyList<MyInvitation>> ListAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<MyInvitation>>(Root, ct);
    public Task<MyInvitation> LookAtAsync(string key, CancellationToken ct = default) => http.PostAsync<MyInvitation>($"{Root}/look-at", new InvitationKeyRequest(key), ct);
    public Task<MyInvitation> AcceptAsync(string key, CancellationToken ct = default) => http.PostAsync<MyInvitation>($"{Root}/accept", new InvitationKeyRequest(key), ct);
    public Task<Nothing> DeclineAsync(string key, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/decline", new InvitationKeyRequest(key), ct);
}
