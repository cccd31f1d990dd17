using Marketplace.Application.Legal;
using Marketplace.Contracts.Legal;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Legal;

internal static class LegalEndpoints
{
    public static void MapLegal(this IEndpointRouteBuilder api)
    {
        api.MapGet("/legal/{kind}", Show).WithTags("Legal").AllowAnonymous().WithSummary("Show the terms of use, the privacy notice or the cookie notice, as it holds or in an older version");
        api.MapPost("/admin/legal/{kind}/versions", Publish).WithTags("Legal").RequireRight(AdminRight.ChangeSettings).RequireRecentSignIn()
            .WithSummary("Publish a new version of one of these texts; the older ones are kept");
        api.MapGet("/me/agreements", Agreements).WithTags("Me").RequireAuthorization(Policies.SignedIn).WithSummary("List what I agreed to: which version of the terms, when and where");
    }

    private static async Task<Results<Ok<LegalTextDto>, ProblemHttpResult>> Show(string kind, int? version, LegalTextsHandler handler, CancellationToken ct) =>
        (await handler.ShowAsync(kind, version, ct)).ToOk();

    private static async Task<Results<Ok<LegalTextDto>, ProblemHttpResult>> Publish(
        string kind, PublishLegalTextRequest request, CurrentUser user, LegalTextsHandler handler, CancellationToken ct) =>
        (await handler.PublishAsync(user.Id, kind, request, ct)).ToOk();

    private static async Task<Ok<IReadOnlyList<AgreementDto>>> Agreements(CurrentUser user, AgreementViews views, CancellationToken ct) =>
        TypedResults.Ok(await views.ListAsync(user.Id, ct));
}
