using System.Security.Claims;
using Marketplace.BlazorStore.Hosting;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.BlazorStore.Notifications;

/// <summary>The forms with which somebody asks to be told when a thing is back, and with which they end that.</summary>
internal static class RestockEndpoints
{
    public static void MapRestock(this IEndpointRouteBuilder app)
    {
        app.MapPost("/restock", AskAsync).AllowAnonymous();
        app.MapPost("/restock/answer", AnswerAsync).AllowAnonymous();
        app.MapPost("/account/waiting/{variant:guid}/stop", StopAsync).RequireAuthorization();
    }

    private static async Task<IResult> AskAsync(
        HttpContext http, ClaimsPrincipal user, RestockClient restock, [FromForm] Guid variant, [FromForm] string? email, [FromForm] string? returnUrl, CancellationToken ct)
    {
        try
        {
            if (user.Identity is { IsAuthenticated: true })
            {
                await restock.AskAsync(variant, ct);
                Notice.Leave(http, "done", "We tell you once it is back. The list of what you wait for is in your account.");
            }
            else
            {
                await restock.AskAsGuestAsync(new(variant, email?.Trim() ?? ""), ct);
                Notice.Leave(http, "done", "Look into your mailbox: there is a link that confirms your address.");
            }
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Errors.Values.SelectMany(e => e).FirstOrDefault() ?? refused.Message);
        }

        return Results.LocalRedirect(LocalPath.Of(returnUrl, "/"));
    }

    private static async Task<IResult> AnswerAsync(RestockClient restock, [FromForm] string? key, [FromForm] string? answer, CancellationToken ct)
    {
        try
        {
            await (answer == "stop" ? restock.StopAsGuestAsync(key ?? "", ct) : restock.ConfirmAsync(key ?? "", ct));
            return Results.LocalRedirect(answer == "stop" ? "/restock?done=stopped" : "/restock?done=confirmed");
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 429)
        {
            return Results.LocalRedirect("/restock?done=over");
        }
    }

    // The form parameter makes the antiforgery check run.
    private static async Task<IResult> StopAsync(HttpContext http, RestockClient restock, Guid variant, IFormCollection form, CancellationToken ct)
    {
        try
        {
            await restock.StopAsync(variant, ct);
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Message);
        }

        return Results.LocalRedirect(LocalPath.Of(form["returnUrl"], "/account/waiting"));
    }
}
