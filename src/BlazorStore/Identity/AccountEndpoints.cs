using Marketplace.BlazorStore.Hosting;
using Marketplace.BlazorStore.Notifications;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;
using Microsoft.AspNetCore.Http.HttpResults;

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
        account.MapGet("/bell", BellAsync);
    }

    // The form parameter makes the antiforgery check run.
    private static async Task<IResult> DeleteAddressAsync(MeClient me, Guid id, IFormCollection _, CancellationToken ct)
    {
        await me.DeleteAddressAsync(id, ct);
        return Results.LocalRedirect("/account/addresses");
    }

    private static async Task<IResult> MarkAllReadAsync(HttpContext http, NotificationsClient notifications, IFormCollection _, CancellationToken ct)
    {
        await notifications.MarkAllReadAsync(ct);
        http.ForgetUnread();
        return Results.LocalRedirect("/account/notifications");
    }

    /// <summary>By which the bell rings, and others see that the person is here, if the person wants that.</summary>
    private static Task<IResult> TicketAsync(HttpContext http, MeClient me, CancellationToken ct) => http.GiveTicketAsync(me, new("notifications", ["user"], null), ct);

    /// <summary>The bell alone, as it is now.</summary>
    private static async Task<IResult> BellAsync(HttpContext http, MeClient me, CancellationToken ct) =>
        new RazorComponentResult<Bell>(new { Unread = await http.UnreadAsync(me, ct) });

    /// <summary>Following a notification is reading it.</summary>
    private static async Task<IResult> OpenAsync(HttpContext http, NotificationsClient notifications, Guid id, string? to, CancellationToken ct)
    {
        await notifications.MarkReadAsync(id, ct);
        http.ForgetUnread();
        return Results.LocalRedirect(LocalPath.Of(to, "/account/notifications"));
    }
}
