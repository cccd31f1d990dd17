using Marketplace.BlazorStore.Hosting;
using Marketplace.BlazorStore.Notifications;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
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
        account.MapGet("/bell", BellAsync);
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
        http.ForgetUnread();
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

    /// <summary>By which the bell rings, and others see that the person is here, if the person wants that.</summary>
    private static Task<IResult> TicketAsync(HttpContext http, MeClient me, CancellationToken ct) => http.GiveTicketAsync(me, new("notifications", ["user"], null), ct);

    /// <summary>The bell and the person alone, as they are now.</summary>
    private static async Task<IResult> BellAsync(HttpContext http, MeClient me, CancellationToken ct) =>
        new RazorComponentResult<PersonCorner>(new { Person = await http.PersonAsync(me, ct) });

    /// <summary>Following a notification is reading it.</summary>
    private static async Task<IResult> OpenAsync(HttpContext http, NotificationsClient notifications, IOptions<UrlOptions> urls, Guid id, string? to, CancellationToken ct)
    {
        await TryAsync(http, () => notifications.MarkReadAsync(id, ct));
        http.ForgetUnread();
        return Results.Redirect(NoticeLinks.Address(urls.Value, LocalPath.Of(to, "/account/notifications")));
    }
}
