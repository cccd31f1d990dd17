using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Notifications;

/// <param name="Kind"><c>order_status</c>, <c>order_confirmation</c>, <c>payment</c>, <c>welcome</c>, <c>low_stock</c>, <c>new_order</c>, <c>lost_order</c>, <c>shop_state</c> …</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Message">The rest, in a sentence.</param>
/// <param name="Link">A path: on the portal below <c>/vendor</c>, <c>/admin</c> and <c>/rider</c>, on the identity server below <c>/developer</c> and <c>/account/privacy</c>, else on the storefront.</param>
/// <param name="IsRead">The person has seen it.</param>
public sealed record NotificationDto(Guid Id, string Kind, string Title, string Message, string? Link, bool IsRead, DateTimeOffset At);

public sealed class NotificationsClient(HttpClient http)
{
    public Task<Page<NotificationDto>> ListAsync(int page = 1, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<NotificationDto>>("api/v1/me/notifications" + ApiHttp.Query(("page", page), ("size", size)), ct);

    /// <param name="cursor">The <c>Next</c> of the page before; null begins with the newest.</param>
    public Task<Page<NotificationDto>> FollowAsync(string? cursor = null, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<NotificationDto>>("api/v1/me/notifications" + ApiHttp.Query(("cursor", cursor), ("size", size)), ct);

    public Task<Nothing> MarkReadAsync(Guid id, CancellationToken ct = default) => http.PutAsync<Nothing>($"api/v1/me/notifications/{id}/read", null, ct);
    public Task<Nothing> MarkAllReadAsync(CancellationToken ct = default) => http.PutAsync<Nothing>("api/v1/me/notifications/read", null, ct);
}
