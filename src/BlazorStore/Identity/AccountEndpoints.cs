using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Notifications;

namespace Marketplace.BlazorStore.Identity;

internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/account").RequireAuthorization();
        account.MapPost("/addresses/{id:guid}/delete", DeleteAddressAsync);
        account.MapPost("/notifications/read", MarkAllReadAsync);
        account.MapGet("/notifications/{id:guid}", OpenAsync);
    }

    // The form parameter makes the antiforgery check run.
    private static async Task<IResult> DeleteAddressAsync(MeClient me, Guid id, IFormCollection _, CancellationToken ct)
    {
        await me.DeleteAddressAsync(id, ct);
        return Results.LocalRedirect("/account/addresses");
    }

    private static async Task<IResult> MarkAllReadAsync(NotificationsClient notifications, IFormCollection _, CancellationToken ct)
    {
        await notifications.MarkAllReadAsync(ct);
        return Results.LocalRedirect("/account/notifications");
    }

    /// <summary>Following a notification is reading it.</summary>
    private static async Task<IResult> OpenAsync(NotificationsClient notifications, Guid id, string? to, CancellationToken ct)
    {
        await notifications.MarkReadAsync(id, ct);
        return Results.LocalRedirect(Hosting.LocalPath.Of(to, "/account/notifications"));
    }
}
