using Marketplace.Application.Vendors;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Vendors;

internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/vendor/api-keys").WithTags("Vendor API keys").RequireAuthorization(Policies.Vendor).Needs(VendorRight.ManageKeys);
        keys.MapGet("", List).WithSummary("List the shop's API keys, those that work first");

        // An answer kept under an Idempotency-Key would hold the key, which is kept nowhere.
        keys.MapPost("", Make).IgnoreIdempotencyKey().WithSummary("Make an API key, which is shown this once");
        keys.MapPost("/{id:guid}/rotate", Rotate).IgnoreIdempotencyKey().WithSummary("Make the key that takes another one's place; the old one works for seven days more");
        keys.MapDelete("/{id:guid}", Revoke).AlsoWhileSuspended().WithSummary("Revoke an API key, within seconds");
    }

    private static async Task<Ok<IReadOnlyList<ApiKeyItem>>> List(CurrentVendor vendor, ApiKeyViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(vendor.Id, ct));

    private static async Task<Results<Created<MadeApiKey>, ProblemHttpResult>> Make(
        CurrentVendor vendor, CurrentUser user, MakeApiKeyRequest request, MakeApiKeyHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new MakeApiKey(vendor.Id, user.Id, request), ct)).ToCreated(_ => "/api/v1/vendor/api-keys");

    private static async Task<Results<Created<MadeApiKey>, ProblemHttpResult>> Rotate(
        CurrentVendor vendor, CurrentUser user, Guid id, MakeApiKeyHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new RotateApiKey(vendor.Id, ApiKeyId.From(id), user.Id), ct)).ToCreated(_ => "/api/v1/vendor/api-keys");

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        CurrentVendor vendor, CurrentUser user, Guid id, RevokeApiKeyHandler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new(vendor.Id, ApiKeyId.From(id), user.Id), ct)).ToNoContent();
}
