using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Identity;

/// <summary>What administrators see of people's accounts, and do with them.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/admin/users").WithTags("Admin people");
        people.MapGet("", List).RequireRight(AdminRight.SeePeople).WithSummary("List people by name, mail, phone, role and state, newest first");
    }

    private static async Task<Ok<Page<AdminUserItem>>> List([AsParameters] Paging paging, string? search, string? role, IUserDirectory directory, CancellationToken ct) =>
        TypedResults.Ok(await directory.SearchAsync(search, role, paging.Number, paging.SizeOr(25), ct));
}
