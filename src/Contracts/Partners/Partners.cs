using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Partners;

/// <summary>As what somebody can apply to work with the marketplace.</summary>
public static class PartnerRoles
{
    /// <summary>Brings parcels.</summary>
    public const string Rider = "RIDER";

    /// <summary>Sells what shops have under a name of their own, and has a public page.</summary>
    public const string Reseller = "RESELLER";

    /// <summary>Recommends, and has a public page.</summary>
    public const string Influencer = "INFLUENCER";

    public static readonly IReadOnlyList<string> All = [Rider, Reseller, Influencer];
}

public static class PartnerApplicationStates
{
    /// <summary>Waits for an administrator.</summary>
    public const string Submitted = "SUBMITTED";

    /// <summary>The person has the role.</summary>
    public const string Approved = "APPROVED";

    /// <summary>Turned down for a reason; the person may apply again.</summary>
    public const string Rejected = "REJECTED";

    /// <summary>Taken back by the person.</summary>
    public const string Withdrawn = "WITHDRAWN";
}

/// <param name="Role"><c>RIDER</c>, <c>RESELLER</c> or <c>INFLUENCER</c>.</param>
/// <param name="Name">Under which others will know the person.</param>
/// <param name="Pitch">For who decides; a rider says where and when.</param>
/// <param name="Phone">Of a rider only, as is the vehicle.</param>
/// <param name="Links">Of all but riders: at most five addresses that begin with https://.</param>
public sealed record PartnerApplicationRequest(string Role, string Name, string Pitch, string? Phone, string? Vehicle, IReadOnlyList<string> Links);

/// <param name="State"><c>SUBMITTED</c>, <c>APPROVED</c>, <c>REJECTED</c> or <c>WITHDRAWN</c>.</param>
/// <param name="EndedAt">When it was decided or withdrawn; null while it waits.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="Role">Of <see cref="PartnerRoles"/>.</param>
/// <param name="Pitch">What the person tells who decides.</param>
/// <param name="Links">Addresses that the person shows of themselves.</param>
/// <param name="SubmittedAt">When it was sent.</param>
public sealed record PartnerApplicationDto(
    Guid Id, string Role, string State, string Name, string Pitch, string? Phone, string? Vehicle, IReadOnlyList<string> Links, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, string? Reason,
    int Revision) : IRevised;

/// <param name="Person">The name of the account.</param>
/// <param name="Role">Of <see cref="PartnerRoles"/>.</param>
/// <param name="State">Of <see cref="PartnerApplicationStates"/>.</param>
/// <param name="SubmittedAt">When it was sent.</param>
/// <param name="EndedAt">When it was decided or withdrawn; null while it waits.</param>
public sealed record PartnerApplicationItem(
    Guid Id, Guid UserId, string Person, string Role, string State, string Name, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt);

/// <param name="Earlier">The person's other applications for the same role, newest first.</param>
/// <param name="Page">The public page that came of it, if one did.</param>
/// <param name="RiderId">The rider that came of it, whether they may still ride or not.</param>
/// <param name="MayDecide">Whether who asks may decide on applications of this kind.</param>
/// <param name="Application">What was applied for.</param>
/// <param name="Person">The name of the account.</param>
/// <param name="DecidedBy">Which administrator decided; null while nobody did.</param>
public sealed record PartnerApplicationDetails(
    PartnerApplicationDto Application, Guid UserId, string Person, string? Email, string? DecidedBy, IReadOnlyList<PartnerApplicationItem> Earlier, PartnerDto? Page, Guid? RiderId, bool MayDecide);

/// <summary>A public page as who has it, and administrators, see it.</summary>
/// <param name="ClosedBecause">Why the role was taken away; null while the page is open.</param>
/// <param name="Username">By which the page offers to follow the person; null when they have none or do not show their profile to everybody.</param>
/// <param name="Role"><c>RESELLER</c> or <c>INFLUENCER</c>.</param>
/// <param name="Bio">What the page tells of the person.</param>
/// <param name="Links">At most five addresses that begin with https://.</param>
/// <param name="OpenedAt">Since when the page is there.</param>
public sealed record PartnerDto(
    Guid Id, string Role, string Slug, string Name, string Bio, IReadOnlyList<string> Links, DateTimeOffset OpenedAt, string? ClosedBecause, string? Username, int Revision) : IRevised;

/// <param name="Bio">What the page tells of the person: up to 1,000 characters.</param>
/// <param name="Links">At most five addresses that begin with https://.</param>
public sealed record SavePartnerRequest(string Name, string Bio, IReadOnlyList<string> Links);

/// <summary>The public page of a reseller or an influencer.</summary>
/// <param name="Photo">Of the person's profile, as long as everybody may see that.</param>
/// <param name="Username">By which the person is followed; null when that cannot be done.</param>
/// <param name="Role"><c>RESELLER</c> or <c>INFLUENCER</c>.</param>
/// <param name="Bio">What the page tells of the person.</param>
/// <param name="Links">Addresses that the person shows of themselves.</param>
/// <param name="Followers">How many people follow them.</param>
public sealed record PartnerPageDto(
    string Role, string Slug, string Name, string Bio, ImageDto? Photo, IReadOnlyList<string> Links, DateTimeOffset Since, string? Username, int Followers);

/// <summary>The signed-in person's applications and public pages.</summary>
public sealed class PartnerClient(HttpClient http)
{
    private const string Root = "api/v1/me/partner-applications";

    public Task<Page<PartnerApplicationDto>> ListAsync(string? role = null, string? cursor = null, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<PartnerApplicationDto>>(Root + ApiHttp.Query(("role", role), ("cursor", cursor), ("size", size)), ct);

    public Task<PartnerApplicationDto> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<PartnerApplicationDto>($"{Root}/{id}", ct);
    public Task<PartnerApplicationDto> ApplyAsync(PartnerApplicationRequest request, CancellationToken ct = default) => http.PostAsync<PartnerApplicationDto>(Root, request, ct);
    public Task<Nothing> WithdrawAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/{id}/withdraw", null, ct);
    public Task<IReadOnlyList<PartnerDto>> PagesAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<PartnerDto>>("api/v1/me/partner-pages", ct);

    /// <param name="revision">The one that was read; with another one now it is refused (412). Null overwrites whatever is there.</param>
    public Task<PartnerDto> SavePageAsync(Guid id, int? revision, SavePartnerRequest request, CancellationToken ct = default) => http.SaveAsync<PartnerDto>($"api/v1/me/partner-pages/{id}", revision, request, ct);
}

/// <summary>The public pages, as everybody reads them.</summary>
public sealed class PartnerPagesClient(HttpClient http)
{
    public Task<PartnerPageDto> ResellerAsync(string slug, CancellationToken ct = default) => http.GetAsync<PartnerPageDto>($"api/v1/resellers/{Uri.EscapeDataString(slug)}", ct);
    public Task<PartnerPageDto> InfluencerAsync(string slug, CancellationToken ct = default) => http.GetAsync<PartnerPageDto>($"api/v1/influencers/{Uri.EscapeDataString(slug)}", ct);
}

/// <summary>Applications as administrators decide on them.</summary>
public sealed class AdminPartnersClient(HttpClient http)
{
    private const string Root = "api/v1/admin/partner-applications";

    public Task<Page<PartnerApplicationItem>> ListAsync(string? role = null, string? state = null, string? cursor = null, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<PartnerApplicationItem>>(Root + ApiHttp.Query(("role", role), ("state", state), ("cursor", cursor), ("size", size)), ct);

    public Task<PartnerApplicationDetails> GetAsync(Guid id, CancellationToken ct = default) => http.GetAsync<PartnerApplicationDetails>($"{Root}/{id}", ct);
    public Task<Nothing> ApproveAsync(Guid id, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/{id}/approve", null, ct);
    public Task<Nothing> RejectAsync(Guid id, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"{Root}/{id}/reject", new ReasonRequest(reason), ct);
    public Task<Nothing> CloseAsync(Guid partnerId, string reason, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/partners/{partnerId}/close", new ReasonRequest(reason), ct);
    public Task<Nothing> ReopenAsync(Guid partnerId, CancellationToken ct = default) => http.PostAsync<Nothing>($"api/v1/admin/partners/{partnerId}/reopen", null, ct);
}
