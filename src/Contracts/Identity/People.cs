using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <param name="Roles">What the person may be: <c>customer</c>, roles of administrators, and others.</param>
/// <param name="Orders">How many orders the person placed.</param>
/// <param name="LastSignInAt">Null when the person never signed in.</param>
/// <param name="IsLocked">For a while, after too many wrong passwords, or because it is suspended.</param>
/// <param name="IsSuspended">An administrator has closed the account.</param>
public sealed record AdminUserItem(
    Guid Id, string? Email, string Name, string? Phone, IReadOnlyList<string> Roles, int Orders, DateTimeOffset RegisteredAt, DateTimeOffset? LastSignInAt, bool IsLocked, bool IsSuspended);

/// <summary>By which people can be listed.</summary>
public static class PersonStates
{
    /// <summary>May sign in.</summary>
    public const string Active = "ACTIVE";

    /// <summary>May not sign in.</summary>
    public const string Suspended = "SUSPENDED";
}

/// <param name="Person">The line of the list.</param>
/// <param name="EmailConfirmed">The person has shown that the address is theirs.</param>
/// <param name="HasPassword">A password opens the account, among other ways.</param>
/// <param name="Passkeys">How many passkeys open it.</param>
/// <param name="HasSecondFactor">A password alone does not open it.</param>
/// <param name="SignIns">In how many browsers the person is signed in.</param>
/// <param name="SuspendedAt">Null unless it is suspended.</param>
/// <param name="SuspendedBecause">The reason that was given.</param>
/// <param name="PasswordRequiredSince">Since when the password opens nothing, because another has to be set.</param>
/// <param name="Shops">Shops that the person works for.</param>
/// <param name="MayRide">Null for who is no rider.</param>
/// <param name="Changes">What administrators did to the account, newest first.</param>
/// <param name="Agreements">Which terms the person agreed to, newest first.</param>
/// <param name="Marketing">Whether the person wants mails that nobody needs; null for who never said.</param>
/// <param name="Photo">The photo of the profile; null without one.</param>
/// <param name="InvitedUntil">Until when the link is good by which who was invited opens the account.</param>
/// <param name="DeletionDueAt">When the account will be deleted; null unless somebody asked for it.</param>
public sealed record PersonDetails(
    AdminUserItem Person, bool EmailConfirmed, bool HasPassword, int Passkeys, bool HasSecondFactor, int SignIns, DateTimeOffset? SuspendedAt, string? SuspendedBecause,
    DateTimeOffset? PasswordRequiredSince, IReadOnlyList<PersonShop> Shops, bool? MayRide, IReadOnlyList<AccountChange> Changes,
    IReadOnlyList<AgreementDto> Agreements, PersonMarketing? Marketing,
    ImageDto? Photo = null, DateTimeOffset? InvitedUntil = null, DateTimeOffset? DeletionDueAt = null);

/// <param name="IsOn">Such mails are sent.</param>
/// <param name="Since">When the person said so.</param>
public sealed record PersonMarketing(bool IsOn, DateTimeOffset Since);

/// <param name="State">Of <see cref="Vendors.VendorStates"/>.</param>
/// <param name="Role"><c>OWNER</c> or <c>STAFF</c>.</param>
public sealed record PersonShop(Guid VendorId, string Name, int Hue, string State, string Role);

/// <param name="Action"><c>suspended</c>, <c>reactivated</c>, <c>sign-ins-ended</c>, <c>password-required</c>, <c>second-factor-removed</c>, <c>roles-set</c>, <c>invited</c>, <c>corrected</c>, <c>deletion-asked</c> or <c>deletion-cancelled</c>.</param>
/// <param name="ActorName">Null for a command on the server itself.</param>
/// <param name="Detail">The reason that was given, or what it was before and is now.</param>
public sealed record AccountChange(string Action, string? ActorName, string Detail, DateTimeOffset At);

/// <param name="Roles">All admin roles that the person has from now on: <c>admin</c>, <c>support</c>, <c>finance</c>, <c>catalogue</c>, <c>dispatch</c>.</param>
public sealed record SetRolesRequest(IReadOnlyList<string> Roles);

/// <param name="Reason">For the audit log.</param>
public sealed record InvitePersonRequest(string Name, string Email, string Reason);

/// <param name="Id">Of the account that waits for its owner.</param>
public sealed record InvitedPerson(Guid Id);

/// <param name="Email">Null for who is reached by phone only.</param>
/// <param name="Reason">For the audit log.</param>
public sealed record CorrectPersonRequest(string Name, string? Email, string? Phone, string Reason);

/// <param name="EndsAt">When it ends by itself.</param>
public sealed record ActingDto(DateTimeOffset EndsAt);

public sealed class AdminUsersClient(HttpClient http)
{
    public Task<Page<AdminUserItem>> ListAsync(string? search = null, string? role = null, string? state = null, int page = 1, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<AdminUserItem>>("api/v1/admin/users" + ApiHttp.Query(("search", search), ("role", role), ("state", state), ("page", page), ("size", size)), ct);

    public Task<PersonDetails> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<PersonDetails>($"api/v1/admin/users/{id}", ct);
    public Task<Nothing> SuspendAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/suspend", new Catalog.ReasonRequest(reason), ct);
    public Task<Nothing> ReactivateAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/reactivate", null, ct);
    public Task<Nothing> EndSignInsAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/end-sign-ins", null, ct);
    public Task<Nothing> RequirePasswordAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/require-password", null, ct);

    public Task<Nothing> RemoveSecondFactorAsync(Guid id, string reason, CancellationToken ct = default) =>
        http.PostAsync<Nothing>($"api/v1/admin/users/{id}/remove-second-factor", new Catalog.ReasonRequest(reason), ct);

    public Task<InvitedPerson> InviteAsync(InvitePersonRequest request, CancellationToken ct = default) => http.PostAsync<InvitedPerson>("api/v1/admin/users", request, ct);
    public Task<Nothing> CorrectAsync(Guid id, CorrectPersonRequest request, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/correct", request, ct);
    public Task<Nothing> DeleteAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/delete", new Catalog.ReasonRequest(reason), ct);
    public Task<Nothing> KeepAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/users/{id}/keep", new Catalog.ReasonRequest(reason), ct);

    public Task<ActingDto> ActAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<ActingDto>($"api/v1/admin/users/{id}/act", new Catalog.ReasonRequest(reason), ct);

    public Task<Nothing> SetRolesAsync(Guid id, IReadOnlyList<string> roles, CancellationToken ct = default) => http.PutAsync<Nothing>($"api/v1/admin/users/{id}/roles", new SetRolesRequest(roles), ct);
}
