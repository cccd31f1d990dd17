using System.Security.Claims;
using Marketplace.Application.Identity;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

/// <summary>What administrators see of people's accounts, and do with them.</summary>
internal static class AdminPeopleEndpoints
{
    public static void MapAdminPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/admin/users").WithTags("Admin people");
        people.MapGet("", List).RequireRight(AdminRight.SeePeople).WithSummary("List people by name, mail, phone, role and state, newest first");
        people.MapGet("/{id:guid}", Get).RequireRight(AdminRight.SeePeople).WithSummary("Show a person: roles, shops, how the account opens, what was done to it");
        people.MapPost("", Invite).RequireRight(AdminRight.ManagePeople).RequireRecentSignIn().WithSummary("Invite somebody, who chooses by a mailed link what opens the account")
            .WithDescription("The link works once, for a week. Who was invited before and has chosen nothing yet is sent another; an address that opens an account answers `people.address_taken`.");
        people.MapPost("/{id:guid}/correct", Correct).RequireRight(AdminRight.CorrectPeople).RequireRecentSignIn().WithSummary("Set a person's name, mail address and phone right")
            .WithDescription("A new address has to be confirmed by its owner. The old one and the new one are told.");
        people.MapPost("/{id:guid}/delete", Delete).RequireRight(AdminRight.DeletePeople).RequireRecentSignIn().WithSummary("Have an account deleted after the same time to think it over that its owner has")
            .WithDescription("Refused with `deletion.hindered` for what its owner would be refused for: an order that is open, a shop without another owner, a delivery in hand. Its owner is told, and can keep the account.");
        people.MapPost("/{id:guid}/keep", Keep).RequireRight(AdminRight.DeletePeople).RequireRecentSignIn().WithSummary("Keep an account that was to be deleted");
        people.MapPost("/{id:guid}/suspend", Suspend).RequireRight(AdminRight.ManagePeople).RequireRecentSignIn().WithSummary("Suspend an account, and end its sign-ins at once");
        people.MapPost("/{id:guid}/reactivate", Reactivate).RequireRight(AdminRight.ManagePeople).RequireRecentSignIn().WithSummary("Let somebody sign in again");
        people.MapPost("/{id:guid}/end-sign-ins", EndSignIns).RequireRight(AdminRight.ManagePeople).WithSummary("Sign somebody out everywhere");
        people.MapPost("/{id:guid}/require-password", RequirePassword).RequireRight(AdminRight.ManagePeople).RequireRecentSignIn().WithSummary("Let the password open nothing until another is set by mail");
        people.MapPost("/{id:guid}/remove-second-factor", RemoveSecondFactor).RequireRight(AdminRight.RemoveSecondFactor).RequireRecentSignIn().WithSummary("Turn the second step off for somebody who has lost it");
        people.MapPost("/{id:guid}/act", Act).RequireRight(AdminRight.ActForPeople).RequireRecentSignIn().IgnoreIdempotencyKey()
            .WithSummary("Act for a person in this sign-in, for half an hour and with a reason")
            .WithDescription("The next tokens of our own apps are the person's, with the caller as `act`. They open what the person sees; what costs money, or opens the account, answers `acting.not_allowed`.");
        people.MapPut("/{id:guid}/roles", SetRoles).RequireRight(AdminRight.ManageRoles).RequireRecentSignIn().WithSummary("Say which admin roles somebody has; who loses one is signed out everywhere");
    }

    private static async Task<Ok<Page<AdminUserItem>>> List([AsParameters] Paging paging, string? search, string? role, string? state, IUserDirectory directory, CancellationToken ct) =>
        TypedResults.Ok(await directory.SearchAsync(new(search, role, state), paging.SliceOr(25), ct));

    private static async Task<Results<Ok<PersonDetails>, ProblemHttpResult>> Get(Guid id, PersonViews views, CancellationToken ct) => (await views.ShowAsync(new(id), ct)).ToOk();

    private static async Task<Results<Created<InvitedPerson>, ProblemHttpResult>> Invite(
        InvitePersonRequest request, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        (await handler.InviteAsync(new(user.Id, await administrators.RightsOfAsync(user, ct)), request, ct)).ToCreated(p => $"/api/v1/admin/users/{p.Id}");

    private static Task<Results<NoContent, ProblemHttpResult>> Correct(
        Guid id, CorrectPersonRequest request, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.CorrectAsync(actor, new(id), request, ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, ReasonRequest request, CurrentUser user, Administrators administrators, DeletePersonHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.AskAsync(actor, new(id), request.Reason, ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Keep(
        Guid id, ReasonRequest request, CurrentUser user, Administrators administrators, DeletePersonHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.KeepAsync(actor, new(id), request.Reason, ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Suspend(
        Guid id, ReasonRequest request, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.SuspendAsync(actor, new(id), request.Reason, ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Reactivate(Guid id, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.ReactivateAsync(actor, new(id), ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> EndSignIns(Guid id, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.EndSignInsAsync(actor, new(id), ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> RequirePassword(Guid id, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.RequirePasswordAsync(actor, new(id), ct), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> RemoveSecondFactor(
        Guid id, ReasonRequest request, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.RemoveSecondFactorAsync(actor, new(id), request.Reason, ct), ct);

    private static async Task<Results<Ok<ActingDto>, ProblemHttpResult>> Act(
        Guid id, ReasonRequest request, HttpContext http, CurrentUser user, AdministerPeopleHandler handler, CancellationToken ct) =>
        (await handler.ActAsync(user.Id, Guid.TryParse(http.User.FindFirstValue(BearerClaims.Grant), out var grant) ? grant : null, new(id), request.Reason, ct)).ToOk();

    private static Task<Results<NoContent, ProblemHttpResult>> SetRoles(
        Guid id, SetRolesRequest request, CurrentUser user, Administrators administrators, AdministerPeopleHandler handler, CancellationToken ct) =>
        AnswerAsync(user, administrators, actor => handler.SetRolesAsync(actor, new(id), request.Roles, ct), ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> AnswerAsync(
        CurrentUser user, Administrators administrators, Func<Administrator, Task<Result<Done>>> work, CancellationToken ct) =>
        (await work(new(user.Id, await administrators.RightsOfAsync(user, ct)))).ToNoContent();
}
