using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Clients;

/// <summary>The page on which administrators say which applications may serve everybody.</summary>
internal static class ReviewEndpoints
{
    public static void MapAppReviews(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.AppReviews, Show);
        routes.MapPost(Paths.ApproveApp, Approve).RequireOurForm();
        routes.MapPost(Paths.RefuseApp, Refuse).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] DeveloperDesk desk, AppReviews reviews, string? done, CancellationToken ct) => desk.AdminAsync(
        async _ => Page.Result<AppReview>(desk.Http, new AppReview.List(await reviews.ListAsync(ct), desk.Clock.GetUtcNow(), done)), ct);

    private static Task<IResult> Approve([AsParameters] DeveloperDesk desk, string id, AppReviews reviews, CancellationToken ct) =>
        DecideAsync(desk, admin => reviews.ApproveAsync(id, admin, ct), "approved", ct);

    private static Task<IResult> Refuse([AsParameters] DeveloperDesk desk, string id, AppReviews reviews, CancellationToken ct) => DecideAsync(desk, async admin =>
    {
        var why = (await desk.Http.Request.ReadFormAsync(ct))["why"].ToString().Trim();
        return why.Length is > 0 and <= Client.NoteMaxLength && await reviews.RefuseAsync(id, admin, why, ct);
    }, "refused", ct);

    private static Task<IResult> DecideAsync(DeveloperDesk desk, Func<Guid, Task<bool>> decide, string done, CancellationToken ct) => desk.JudgeAsync(
        Paths.AppReviews, async admin => new SeeOther(await decide(admin.Id) ? $"{Paths.AppReviews}?done={done}" : Paths.AppReviews), ct);
}
