using Marketplace.BlazorStore.Hosting;
using Marketplace.BlazorStore.Notifications;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorStore.Identity;

internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/account").RequireAuthorization();
        account.MapPost("/addresses/{id:guid}/delete", DeleteAddressAsync);
        account.MapPost("/notifications/read", MarkAllReadAsync);
        account.MapGet("/notifications/{id:guid}", OpenAsync);
        account.MapGet("/live", TicketAsync);
    }

    // The form parameter makes the antiforgery check run.
    private static async Task<IResult> DeleteAddressAsync(HttpContext http, MeClient me, Guid id, IFormCollection _, CancellationToken ct)
    {
        await TryAsync(http, () => me.DeleteAddressAsync(id, ct));
        return Results.LocalRedirect("/account/addresses");
    }

    private static async Task<IResult> MarkAllReadAsync(HttpContext http, NotificationsClient notifications, IFormCollection _, CancellationToken ct)
    {
        await TryAsync(http, () => notifications.MarkAllReadAsync(ct));
        return Results.LocalRedirect("/account/notifications");
    }

    /// <summary>A refusal is told on the page that comes next.</summary>
    private static async Task TryAsync(HttpContext http, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ApiException refused) when ((int)refused.Status is >= 400 and < 500 and not 401)
        {
            Notice.Leave(http, "refused", refused.Message);
        }
    }

    /// <summary>By which others see that the person is here; nothing when they do not want that.</summary>
    private static async Task<IResult> TicketAsync(HttpContext http, SharingClient sharing, MeClient me, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await sharing.GetAsync(ct)).ShowsPresence ? Results.Ok(await me.LiveTicketAsync(new("notifications", ["user"], null), ct)) : Results.NoContent();
    }

    /// <summary>Following a notification is reading it.</summary>
    private static async Task<IResult> OpenAsync(HttpContext http, NotificationsClient notifications, IOptions<UrlOptions> urls, Guid id, string? to, CancellationToken ct)
    {
        await TryAsync(http, () => notifications.MarkReadAsync(id, ct));
        return Results.Redirect(NoticeLinks.Address(urls.Value, LocalPath.Of(to, "/account/notifications")));
    }
}
