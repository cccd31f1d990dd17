using Marketplace.Application.Identity;
using Marketplace.Application.Partners;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Partners;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Partners;

/// <summary>Who asks to ride, resell or recommend, what is decided, and the public pages of resellers and influencers.</summary>
internal static class PartnerEndpoints
{
    public static void MapPartners(this IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me").WithTags("Work with us").RequireAuthorization(Policies.SignedIn);
        mine.MapGet("/partner-applications", Mine).WithSummary("List the signed-in person's applications to ride, resell or recommend, newest first");
        mine.MapPost("/partner-applications", Apply).WithSummary("Apply as a rider, a reseller or an influencer; one application of each waits at a time");
        mine.MapGet("/partner-applications/{applicationId:guid}", MyOne).WithSummary("Show one of the signed-in person's applications");
        mine.MapPost("/partner-applications/{applicationId:guid}/withdraw", Withdraw).ChecksRevisionOf<PartnerApplication>().WithSummary("Take an application back that waits");
        mine.MapGet("/partner-pages", MyPages).WithSummary("List the signed-in person's public pages as a reseller or an influencer");
        mine.MapPut("/partner-pages/{partnerId:guid}", SavePage).ChecksRevisionOf<Partner>(isRequired: true).WithSummary("Change what a public page says: name, bio and links");

        api.MapGet("/resellers/{slug}", Reseller).WithTags("Resellers and influencers").AllowAnonymous().WithSummary("Show a reseller's public page");
        api.MapGet("/influencers/{slug}", Influencer).WithTags("Resellers and influencers").AllowAnonymous().WithSummary("Show an influencer's public page");

        var admin = api.MapGroup("/admin").WithTags("Admin applications");
        admin.MapGet("/partner-applications", List).RequireRight(AdminRight.SeePartners).WithSummary("List applications by role and state, newest first");
        admin.MapGet("/partner-applications/{applicationId:guid}", Show).RequireRight(AdminRight.SeePartners).WithSummary("Show an application, what came before it and what came of it");
        admin.MapPost("/partner-applications/{applicationId:guid}/approve", Approve).RequireRight(AdminRight.JudgePartners).ChecksRevisionOf<PartnerApplication>()
            .WithSummary("Make the person a rider, a reseller or an influencer");
        admin.MapPost("/partner-applications/{applicationId:guid}/reject", Reject).RequireRight(AdminRight.JudgePartners).ChecksRevisionOf<PartnerApplication>()
            .WithSummary("Say no, with a reason that the person reads");
        admin.MapPost("/partners/{partnerId:guid}/close", Close).RequireRight(AdminRight.JudgePartners).ChecksRevisionOf<Partner>()
            .WithSummary("Take the role of a reseller or an influencer away, and close the public page");
        admin.MapPost("/partners/{partnerId:guid}/reopen", Reopen).RequireRight(AdminRight.JudgePartners).ChecksRevisionOf<Partner>().WithSummary("Give the role back, with the page");
    }

    private static async Task<Ok<Page<PartnerApplicationDto>>> Mine(CurrentUser user, [AsParameters] Paging paging, string? role, PartnerViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.MineAsync(user.Id, role, paging.SliceOr(20), ct));

    private static async Task<Results<Created<PartnerApplicationDto>, ProblemHttpResult>> Apply(
        CurrentUser user, PartnerApplicationRequest request, ApplyAsPartnerHandler handler, PartnerViews views, CancellationToken ct)
    {
        var submitted = await handler.HandleAsync(new(user.Id, request), ct);
        return submitted.IsSuccess
            ? (await views.MineAsync(user.Id, submitted.Value, ct)).ToCreated(application => $"/api/v1/me/partner-applications/{application.Id}")
            : submitted.Error.ToProblem();
    }

    private static async Task<Results<Ok<PartnerApplicationDto>, ProblemHttpResult>> MyOne(Guid applicationId, CurrentUser user, PartnerViews views, CancellationToken ct) =>
        (await views.MineAsync(user.Id, PartnerApplicationId.From(applicationId), ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Withdraw(Guid applicationId, CurrentUser user, WithdrawPartnerApplicationHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user.Id, PartnerApplicationId.From(applicationId), ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<PartnerDto>>> MyPages(CurrentUser user, PartnerViews views, CancellationToken ct) => TypedResults.Ok(await views.PagesOfAsync(user.Id, ct));

    private static async Task<Results<Ok<PartnerDto>, ProblemHttpResult>> SavePage(
        Guid partnerId, SavePartnerRequest request, CurrentUser user, SavePartnerPageHandler handler, PartnerViews views, CancellationToken ct) =>
        await handler.HandleAsync(new(user.Id, PartnerId.From(partnerId), request), ct) is { IsSuccess: false } refused
            ? refused.Error.ToProblem()
            : (await views.PageOfAsync(user.Id, PartnerId.From(partnerId), ct)).ToOk();

    private static async Task<Results<Ok<PartnerPageDto>, ProblemHttpResult>> Reseller(string slug, PartnerViews views, CancellationToken ct) =>
        (await views.PublicAsync(PartnerRole.Reseller, slug, ct)).ToOk();

    private static async Task<Results<Ok<PartnerPageDto>, ProblemHttpResult>> Influencer(string slug, PartnerViews views, CancellationToken ct) =>
        (await views.PublicAsync(PartnerRole.Influencer, slug, ct)).ToOk();

    private static async Task<Ok<Page<PartnerApplicationItem>>> List([AsParameters] Paging paging, string? role, string? state, PartnerViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(role, state, paging.SliceOr(25), ct));

    private static async Task<Results<Ok<PartnerApplicationDetails>, ProblemHttpResult>> Show(
        Guid applicationId, CurrentUser user, Administrators administrators, PartnerViews views, CancellationToken ct) =>
        (await views.ShowAsync(PartnerApplicationId.From(applicationId), await administrators.RightsOfAsync(user, ct), ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Approve(
        Guid applicationId, CurrentUser user, Administrators administrators, JudgePartnerApplicationHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(await ByAsync(user, administrators, ct), PartnerApplicationId.From(applicationId), RejectBecause: null), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Reject(
        Guid applicationId, ReasonRequest request, CurrentUser user, Administrators administrators, JudgePartnerApplicationHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(await ByAsync(user, administrators, ct), PartnerApplicationId.From(applicationId), request.Reason), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Close(
        Guid partnerId, ReasonRequest request, CurrentUser user, Administrators administrators, ClosePartnerHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(await ByAsync(user, administrators, ct), PartnerId.From(partnerId), request.Reason), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Reopen(Guid partnerId, CurrentUser user, Administrators administrators, ClosePartnerHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(await ByAsync(user, administrators, ct), PartnerId.From(partnerId), Because: null), ct)).ToNoContent();

    private static async Task<Administrator> ByAsync(CurrentUser user, Administrators administrators, CancellationToken ct) => new(user.Id, await administrators.RightsOfAsync(user, ct));
}
