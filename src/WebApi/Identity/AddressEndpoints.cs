using Marketplace.Application.Identity;
using Marketplace.Contracts.Identity;
using Marketplace.Tokens;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using SavedAddressId = Marketplace.Domain.Identity.SavedAddressId;

namespace Marketplace.WebApi.Identity;

internal static class AddressEndpoints
{
    public static void MapAddresses(this IEndpointRouteBuilder api)
    {
        var addresses = api.MapGroup("/me/addresses").WithTags("Me").RequireAuthorization(Policies.SignedIn);
        addresses.MapGet("", List).OpenToApps(ApiScopes.AddressesRead).WithSummary("List the signed-in user's addresses, the default first");
        addresses.MapPost("", Add).OpenToApps(ApiScopes.AddressesWrite).WithSummary("Keep an address");
        addresses.MapGet("/{id:guid}", Get).OpenToApps(ApiScopes.AddressesRead).WithSummary("Show an address");
        addresses.MapPut("/{id:guid}", Change).OpenToApps(ApiScopes.AddressesWrite).ChecksRevisionOf<Domain.Identity.SavedAddress>().WithSummary("Change an address");
        addresses.MapDelete("/{id:guid}", Delete).OpenToApps(ApiScopes.AddressesWrite).ChecksRevisionOf<Domain.Identity.SavedAddress>().WithSummary("Delete an address");
    }

    private static async Task<Ok<IReadOnlyList<SavedAddress>>> List(CurrentUser user, AddressesHandler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.ListAsync(user.Id, ct));

    private static async Task<Results<Created<SavedAddress>, ProblemHttpResult>> Add(CurrentUser user, SaveAddressRequest request, AddressesHandler handler, CancellationToken ct) =>
        (await handler.AddAsync(user.Id, request, ct)).ToCreated(a => $"/api/v1/me/addresses/{a.Id}");

    private static async Task<Results<Ok<SavedAddress>, ProblemHttpResult>> Get(CurrentUser user, Guid id, AddressesHandler handler, CancellationToken ct) =>
        (await handler.GetAsync(user.Id, SavedAddressId.From(id), ct)).ToOk();

    private static async Task<Results<Ok<SavedAddress>, ProblemHttpResult>> Change(CurrentUser user, Guid id, SaveAddressRequest request, AddressesHandler handler, CancellationToken ct) =>
        (await handler.ChangeAsync(user.Id, SavedAddressId.From(id), request, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(CurrentUser user, Guid id, AddressesHandler handler, CancellationToken ct) =>
        (await handler.DeleteAsync(user.Id, SavedAddressId.From(id), ct)).ToNoContent();
}
