using System.Globalization;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Orders;

/// <summary>What the shop earned in a day, a week, a month or days of its own.</summary>
public sealed partial class EarningsPage
{
    private EarningsSpan _span = null!;
    private VendorEarnings? _earned;
    private Page<OrderEarning>? _orders;

    [SupplyParameterFromQuery] private string? Span { get; set; }
    [SupplyParameterFromQuery] private DateOnly? On { get; set; }
    [SupplyParameterFromQuery] private DateOnly? From { get; set; }
    [SupplyParameterFromQuery] private DateOnly? To { get; set; }
    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    [Inject] private EarningsClient Client { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    private DateOnly Today => Words.DateOf(Now);

    /// <summary>The day that another span is about: the one that was asked for, or the newest that is shown.</summary>
    private DateOnly Day => On ?? (_span.To < Today ? _span.To : Today);

    protected override Task OnParametersSetAsync()
    {
        _span = EarningsSpan.Of(Span, On, From, To, Today);
        return LoadEarningsAsync();
    }

    protected override Task OnLiveAsync(string? topic) =>
        topic is null || topic.StartsWith("vendor:", StringComparison.Ordinal) ? LoadEarningsAsync() : Task.CompletedTask;

    private Task LoadEarningsAsync() => LoadAsync(async ct =>
    {
        var (sums, orders) = (Client.GetAsync(_span.From, _span.To, ct), Client.OrdersAsync(_span.From, _span.To, Cursor, ct: ct));
        await Task.WhenAll(sums, orders);
        (_earned, _orders) = (await sums, await orders);
    });

    private Task<bool> ExportAsync() => TryAsync(async ct =>
    {
        await using var stream = await Client.ExportAsync(_span.From, _span.To, ct);
        await Browser.DownloadAsync($"earnings-{Machine(_span.From)}-{Machine(_span.To)}.csv", stream);
    });

    private string? Current(string kind) => _span.Kind == kind ? "true" : null;

    private string OnCursor(string? cursor) => Navigation.GetUriWithQueryParameter("cursor", cursor);

    private static MoneyDto Less(MoneyDto amount) => amount with { Amount = -amount.Amount };

    private static string Machine(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
