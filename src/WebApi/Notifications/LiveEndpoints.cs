using System.Security.Cryptography;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.SignalR;

namespace Marketplace.WebApi.Notifications;

internal static class LiveEndpoints
{
    private static readonly IReadOnlySet<AdminRight> NoRights = new HashSet<AdminRight>();

    public static void MapLive(this IEndpointRouteBuilder api)
    {
        var live = api.MapGroup("/live").WithTags("Live");
        live.MapPost("/tickets", OpenTicket).AllowAnonymous().IgnoreIdempotencyKey().WithSummary("Get a ticket to listen to topics for ten minutes")
            .WithDescription("Connect a SignalR client to `hubUrl` with the ticket as `?ticket=`. It receives `changed(topic, kind, facts)`; fetch what the page shows again. Topics of somebody else are answered like topics that do not exist.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static void MapLiveHubs(this IEndpointRouteBuilder app)
    {
        Map<OrdersHub>(LiveTopic.Orders);
        Map<NotificationsHub>(LiveTopic.Notifications);
        Map<InventoryHub>(LiveTopic.Inventory);

        void Map<THub>(string name) where THub : LiveHub => app.MapConnections(
            $"/ws/{name}",
            new HttpConnectionDispatcherOptions { ApplicationMaxBufferSize = 8 * 1024, TransportMaxBufferSize = 64 * 1024, CloseOnAuthenticationExpiration = false },
            connection => connection.UseFloodGuard(app.ServiceProvider.GetRequiredService<TimeProvider>()).UseHub<THub>())
            .AllowAnonymous().RequireCors(LiveServices.Cors).WithTags("Live").WithMetadata(new HubMetadata(typeof(THub)));
    }

    private static async Task<Results<Ok<LiveTicket>, ProblemHttpResult>> OpenTicket(
        LiveTicketRequest request, CurrentUser? user, Administrators administrators, GrantLiveTopicsHandler handler, LiveTickets tickets, PublicUrls urls, CancellationToken ct)
    {
        var granted = await handler.HandleAsync(new(user?.Id, user is null ? NoRights : await administrators.RightsOfAsync(user, ct), request), ct);
        if (!granted.IsSuccess)
        {
            return granted.Error.ToProblem();
        }

        var holder = user?.Id.Value.ToString("N") ?? RandomNumberGenerator.GetHexString(16);
        var (ticket, expiresAt) = tickets.Make(request.Hub, holder, granted.Value.Topics, granted.Value.Needs);
        return TypedResults.Ok(new LiveTicket(ticket, $"{urls.Api}/ws/{request.Hub}", expiresAt));
    }
}
