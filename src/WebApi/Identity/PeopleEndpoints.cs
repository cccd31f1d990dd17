using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

internal static class PeopleEndpoints
{
    private const int LongestSearch = 100;

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People").RequireAuthorization(Policies.SignedIn);
        people.MapGet("", Search).WithSummary("Find people by username, name, place or what they say of themselves");
        people.MapGet("/{username}", Find).WithSummary("Show a person's public profile");
        var me = api.MapGroup("/me").WithTags("Me").RequireAuthorization(Policies.SignedIn);
        me.MapGet("/follows", Follows).WithSummary("List the shops and people that the signed-in person follows, the newest first");
        me.MapPut("/follows/shops/{vendor:guid}", FollowShop).WithSummary("Follow a shop");
        me.MapDelete("/follows/shops/{vendor:guid}", LeaveShop).WithSummary("Follow a shop no more");
        me.MapPut("/follows/people/{username}", Follow).WithSummary("Follow a person");
        me.MapDelete("/follows/people/{username}", Leave).WithSummary("Follow a person no more");
        me.MapGet("/feed", Feed).WithSummary("List what the shops and people that the signed-in person follows did in public, the newest first");
        me.MapGet("/sharing", Sharing).WithSummary("Show what the signed-in person lets others know: whether they are here, and what they do");
        me.MapPut("/sharing", Share).WithSummary("Choose what others may know; what is turned off is forgotten");
        me.MapGet("/blocks", Blocks).WithSummary("List the people whom the signed-in person blocks");
        me.MapPut("/blocks/{username}", Block).WithSummary("Block a person: neither sees, finds or follows the other");
        me.MapDelete("/blocks/{username}", Unblock).WithSummary("Block a person no more");
    }

    private static async Task<Ok<Page<PersonDto>>> Search(CurrentUser user, [AsParameters] Paging paging, string? q, IPeople people, CancellationToken ct)
    {
        var part = paging.SliceOr(20, isOrdered: true); // the best first
        var number = part.Number ?? 1;
        return TypedResults.Ok(q is { Length: > LongestSearch } ? new Page<PersonDto>([], 0, number, part.Size) : await people.SearchAsync(user.Id, q ?? "", number, part.Size, ct));
    }

    private static async Task<Results<Ok<PersonDto>, ProblemHttpResult>> Find(CurrentUser user, string username, IPeople people, CancellationToken ct) =>
        await people.FindAsync(user.Id, username, ct) is { } person ? TypedResults.Ok(person) : ProfileErrors.NoSuchPerson.ToProblem();

    private static async Task<Ok<FollowsDto>> Follows(CurrentUser user, IPeople people, CancellationToken ct) => TypedResults.Ok(await people.FollowsOfAsync(user.Id, ct));

    private static async Task<Ok<Page<FeedItem>>> Feed(CurrentUser user, [AsParameters] Paging paging, IFeed feed, CancellationToken ct) =>
        TypedResults.Ok(await feed.ReadAsync(user.Id, paging.SliceOr(20), ct));

    private static async Task<Ok<SharingDto>> Sharing(CurrentUser user, SharingHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.ShowAsync(user.Id, ct));

    private static async Task<Results<Ok<SharingDto>, ProblemHttpResult>> Share(CurrentUser user, SharingDto sharing, SharingHandler handler, CancellationToken ct) =>
        (await handler.ShareAsync(user.Id, user.Name, sharing, ct)).ToOk();

    private static async Task<Ok<IReadOnlyList<BlockedPerson>>> Blocks(CurrentUser user, IPeople people, CancellationToken ct) => TypedResults.Ok(await people.BlocksOfAsync(user.Id, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> FollowShop(CurrentUser user, Guid vendor, FollowShopHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user.Id, new(vendor), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> LeaveShop(CurrentUser user, Guid vendor, IPeople people, CancellationToken ct) =>
        (await people.LeaveShopAsync(user.Id, vendor, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Follow(CurrentUser user, string username, IPeople people, CancellationToken ct) =>
        (await people.FollowAsync(user.Id, username, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Leave(CurrentUser user, string username, IPeople people, CancellationToken ct) =>
        (await people.LeaveAsync(user.Id, username, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Block(CurrentUser user, string username, IPeople people, CancellationToken ct) =>
        (await people.BlockAsync(user.Id, username, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> Unblock(CurrentUser user, string username, IPeople people, CancellationToken ct) =>
        (await people.UnblockAsync(user.Id, username, ct)).ToNoContent();
}
