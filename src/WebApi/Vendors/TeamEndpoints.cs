using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Vendors;

/// <summary>Who works for a shop. Access can be taken away at any time, so a suspension does not stop it.</summary>
internal static class TeamEndpoints
{
    public static void MapTeam(this IEndpointRouteBuilder api)
    {
        var team = api.MapGroup("/vendor/team").WithTags("Vendor team").RequireAuthorization(Policies.Vendor).AlsoWhileSuspended();
        team.MapGet("", Show).Needs(VendorRight.SeeTeam).WithSummary("List who works for the shop and, for those who manage the team, who is invited");
        team.MapGet("/history", History).Needs(VendorRight.ManageTeam).WithSummary("List what happened to the team: who did what to whom, the latest first");
        team.MapPut("/{userId:guid}", ChangeRole).Needs(VendorRight.ManageTeam).WithSummary("Give a member another role");
        team.MapDelete("/{userId:guid}", Remove).Needs(VendorRight.ManageTeam).WithSummary("Take a member out of the team");
        team.MapPost("/leave", Leave).Needs(VendorRight.SeeTeam).WithSummary("Leave the team");

        var invitations = team.MapGroup("/invitations");
        invitations.MapPost("", Invite).Needs(VendorRight.ManageTeam).WithMetadata(new SensitiveAttribute()).WithSummary("Invite somebody by mail")
            .WithDescription("The answer is the same whether the address has an account or not. The link in the mail works once, for seven days, and only for an account with this address, confirmed.");
        invitations.MapPost("/{id:guid}/send-again", SendAgain).Needs(VendorRight.ManageTeam).WithMetadata(new SensitiveAttribute()).WithSummary("Send an invitation again, with a new link");
        invitations.MapDelete("/{id:guid}", Withdraw).Needs(VendorRight.ManageTeam).WithSummary("Withdraw an invitation");

        var mine = api.MapGroup("/me/invitations").WithTags("Me").RequireAuthorization(Policies.SignedIn);
        mine.MapGet("", List).WithSummary("List the shops that invite the signed-in person to work for them");
        mine.MapPost("/look-at", LookAt).WithMetadata(new SensitiveAttribute()).IgnoreIdempotencyKey().WithSummary("Show the invitation that a link from a mail stands for").ProducesProblem(StatusCodes.Status404NotFound);
        mine.MapPost("/accept", Accept).WithMetadata(new SensitiveAttribute()).WithSummary("Accept an invitation").ProducesProblem(StatusCodes.Status404NotFound);
        mine.MapPost("/decline", Decline).WithMetadata(new SensitiveAttribute()).WithSummary("Decline an invitation").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<VendorTeam>, ProblemHttpResult>> Show(CurrentVendor vendor, CurrentUser user, TeamViews views, CancellationToken ct) =>
        (await views.ShowAsync(vendor.Id, user.Id, ct)).ToOk();

    private static async Task<Ok<Page<TeamHistoryEntry>>> History(CurrentVendor vendor, [AsParameters] Paging paging, TeamViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.HistoryAsync(vendor.Id, paging.SliceOr(25), ct));

    private static async Task<Results<Ok<VendorTeam>, ProblemHttpResult>> ChangeRole(
        CurrentVendor vendor, CurrentUser user, Guid userId, ChangeMemberRequest request, ChangeTeamHandler handler, TeamViews views, CancellationToken ct) =>
        await ShowAsync(vendor, user, await handler.HandleAsync(new(vendor.Id, user.Id, UserId.From(userId), request), ct), views, ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(CurrentVendor vendor, CurrentUser user, Guid userId, ChangeTeamHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, user.Id, UserId.From(userId), Request: null), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Leave(CurrentVendor vendor, CurrentUser user, ChangeTeamHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, user.Id, user.Id, Request: null), ct)).ToNoContent();

    private static async Task<Results<Ok<VendorTeam>, ProblemHttpResult>> Invite(
        CurrentVendor vendor, CurrentUser user, InviteMemberRequest request, InviteMemberHandler handler, TeamViews views, CancellationToken ct) =>
        await ShowAsync(vendor, user, await handler.HandleAsync(new InviteMember(vendor.Id, user.Id, user.Name, request), ct), views, ct);

    private static async Task<Results<Ok<VendorTeam>, ProblemHttpResult>> SendAgain(
        CurrentVendor vendor, CurrentUser user, Guid id, InviteMemberHandler handler, TeamViews views, CancellationToken ct) =>
        await ShowAsync(vendor, user, await handler.HandleAsync(new ChangeInvitation(vendor.Id, user.Id, user.Name, InvitationId.From(id), Again: true), ct), views, ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> Withdraw(CurrentVendor vendor, CurrentUser user, Guid id, InviteMemberHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new ChangeInvitation(vendor.Id, user.Id, user.Name, InvitationId.From(id), Again: false), ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<MyInvitation>>> List(CurrentUser user, AnswerInvitationHandler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.ListAsync(user.Id, ct));

    private static async Task<Results<Ok<MyInvitation>, ProblemHttpResult>> LookAt(CurrentUser user, InvitationKeyRequest request, AnswerInvitationHandler handler, CancellationToken ct) =>
        (await handler.LookAtAsync(user.Id, request.Key, ct)).ToOk();

    private static async Task<Results<Ok<MyInvitation>, ProblemHttpResult>> Accept(CurrentUser user, InvitationKeyRequest request, AnswerInvitationHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(user.Id, request.Key, Accept: true), ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Decline(CurrentUser user, InvitationKeyRequest request, AnswerInvitationHandler handler, CancellationToken ct) =>
        await handler.HandleAsync(new(user.Id, request.Key, Accept: false), ct) is { IsSuccess: false, Error: var error } ? error.ToProblem() : TypedResults.NoContent();

    private static async Task<Results<Ok<VendorTeam>, ProblemHttpResult>> ShowAsync(CurrentVendor vendor, CurrentUser user, Result<Done> changed, TeamViews views, CancellationToken ct) =>
        changed.IsSuccess ? (await views.ShowAsync(vendor.Id, user.Id, ct)).ToOk() : changed.Error.ToProblem();
}
