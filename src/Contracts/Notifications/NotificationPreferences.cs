using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Notifications;

/// <param name="Topic"><c>SECURITY</c>, <c>ORDERS</c> or <c>WORK</c>.</param>
/// <param name="InApp">On the page of news, and at the bell.</param>
/// <param name="Mail">Null where mails do not go to the person.</param>
/// <param name="IsFixed">It cannot be turned off.</param>
public sealed record NotificationChoiceDto(string Topic, bool InApp, bool? Mail, bool IsFixed);

/// <param name="Choices">One for each topic that concerns the person.</param>
public sealed record NotificationPreferencesDto(IReadOnlyList<NotificationChoiceDto> Choices);

/// <param name="Topic"><c>SECURITY</c>, <c>ORDERS</c> or <c>WORK</c>.</param>
/// <param name="InApp">On the page of news, and at the bell.</param>
/// <param name="Mail">By mail.</param>
public sealed record ChooseNotification(string Topic, bool InApp, bool Mail);

/// <param name="Choices">Topics that are not named stay as they are.</param>
public sealed record ChooseNotificationsRequest(IReadOnlyList<ChooseNotification> Choices);

public sealed class NotificationPreferencesClient(HttpClient http)
{
    public Task<NotificationPreferencesDto> GetAsync(CancellationToken ct = default) => http.GetAsync<NotificationPreferencesDto>("api/v1/me/notification-preferences", ct);

    public Task<NotificationPreferencesDto> ChooseAsync(ChooseNotificationsRequest request, CancellationToken ct = default) =>
        http.PutAsync<NotificationPreferencesDto>("api/v1/me/notification-preferences", request, ct);
}
