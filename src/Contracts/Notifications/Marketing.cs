using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Notifications;

/// <param name="IsOn">The person wants to hear of offers by mail.</param>
/// <param name="Text">What one agrees to by turning it on.</param>
/// <param name="TextVersion">Which text it is: send it when it is turned on.</param>
/// <param name="History">What the person decided so far, the newest first.</param>
public sealed record MarketingDto(bool IsOn, string Text, string TextVersion, IReadOnlyList<MarketingDecisionDto> History);

/// <param name="IsOn">What was decided: to hear of offers, or not to.</param>
/// <param name="Place"><c>ACCOUNT_PAGE</c>, <c>MAIL_LINK</c> (the page behind the link in a mail) or <c>MAIL_PROGRAM</c> (its button).</param>
/// <param name="TextVersion">Which text it was.</param>
/// <param name="Text">What stood there when it was decided.</param>
public sealed record MarketingDecisionDto(DateTimeOffset At, bool IsOn, string Place, string TextVersion, string Text);

/// <param name="IsOn">True to hear of offers by mail.</param>
/// <param name="TextVersion">Of the text that the person agrees to; not needed to turn it off.</param>
public sealed record ChooseMarketingRequest(bool IsOn, string? TextVersion);

public sealed class MarketingClient(HttpClient http)
{
    public Task<MarketingDto> GetAsync(CancellationToken ct = default) => http.GetAsync<MarketingDto>("api/v1/me/marketing", ct);
    public Task<MarketingDto> ChooseAsync(ChooseMarketingRequest request, CancellationToken ct = default) => http.PutAsync<MarketingDto>("api/v1/me/marketing", request, ct);

    /// <param name="key">From the link in a mail. What it is not one of is answered alike.</param>
    public Task<Nothing> UnsubscribeAsync(string key, CancellationToken ct = default) => http.PostAsync<Nothing>("api/v1/marketing/unsubscribe" + ApiHttp.Query(("key", key), ("from", "page")), null, ct);
}
