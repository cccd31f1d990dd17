using Marketplace.Application.Notifications;
using Marketplace.Contracts.Notifications;
using Marketplace.Domain.Notifications;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Notifications;

internal static class MarketingEndpoints
{
    public static void MapMarketing(this IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/marketing").WithTags("Notifications").RequireAuthorization(Policies.SignedIn);
        mine.MapGet("", Show).WithSummary("Show whether I want marketing by mail, the text about it, and what I decided so far");
        mine.MapPut("", Choose).WithSummary("Agree to marketing by mail, or end it");
        api.MapPost(Notifier.UnsubscribePath, Unsubscribe).WithTags("Notifications").AllowAnonymous().WithMetadata(new SensitiveAttribute())
            .WithSummary("End marketing for whom the key in a mail names")
            .WithDescription("What mail programs call (RFC 8058), and the page behind the link. Needs no sign-in. The answer is the same whether or not the key names anybody.");
    }

    private static async Task<Ok<MarketingDto>> Show(CurrentUser user, ChooseMarketingHandler handler, CancellationToken ct) => TypedResults.Ok(await handler.ShowAsync(user.Id, ct));

    private static async Task<Results<Ok<MarketingDto>, ProblemHttpResult>> Choose(CurrentUser user, ChooseMarketingRequest request, ChooseMarketingHandler handler, CancellationToken ct) =>
        (await handler.ChooseAsync(user.Id, request, ct)).ToOk();

    private static async Task<NoContent> Unsubscribe(UnsubscribeHandler handler, string? key, string? from, CancellationToken ct)
    {
        await handler.HandleAsync(key ?? "", from == "page" ? MarketingPlace.MailLink : MarketingPlace.MailProgram, ct);
        return TypedResults.NoContent();
    }
}
