using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Orders;

/// <summary>What a shop earned in some days: by the orders that ended in them. Nothing is paid out by it.</summary>
/// <param name="To">The last day; it counts as well.</param>
/// <param name="Orders">How many were delivered.</param>
/// <param name="GivenBack">How many were cancelled, brought back or lost.</param>
/// <param name="StillOpen">Orders of now, whatever the days, that are neither; they count on the day on which they end.</param>
/// <param name="Sums">The same as the sum of the orders' own.</param>
/// <param name="From">The first day.</param>
public sealed record VendorEarnings(DateOnly From, DateOnly To, int Orders, int GivenBack, int StillOpen, EarningDto Sums);

/// <summary>Sales less refunds and commission, and with the tax that comes on top of prices, is what is due to the shop.</summary>
/// <param name="Sales">All goods, also those whose price went back.</param>
/// <param name="Refunds">The price of goods that were cancelled, brought back or lost.</param>
/// <param name="Tax">On the goods that were kept. The shop owes it to the tax office.</param>
/// <param name="TaxOnTop">What of the tax shoppers paid beside the prices; nothing where prices include it.</param>
/// <param name="Delivery">What shoppers paid for delivery; it goes to the rider and the platform.</param>
/// <param name="Commission">At the rate that was agreed when each order was placed.</param>
/// <param name="Net">What is due to the shop.</param>
public sealed record EarningDto(MoneyDto Sales, MoneyDto Refunds, MoneyDto Tax, MoneyDto TaxOnTop, MoneyDto Delivery, MoneyDto Commission, MoneyDto Net);

/// <param name="Id">The shop's part of the order.</param>
/// <param name="State"><c>DELIVERED</c>, <c>CANCELLED</c> or <c>RETURNED</c>.</param>
/// <param name="EndedAt">When it was delivered, cancelled or brought back.</param>
/// <param name="Sums">What it comes to.</param>
public sealed record OrderEarning(Guid Id, string Number, string State, DateTimeOffset EndedAt, decimal CommissionPercent, EarningDto Sums);

/// <summary>What the shop earned. Days are the town's; without any it is this month so far.</summary>
public sealed class EarningsClient(HttpClient http)
{
    private const string Root = "api/v1/vendor/earnings";

    public Task<VendorEarnings> GetAsync(DateOnly? from = null, DateOnly? to = null, CancellationToken ct = default) =>
        http.GetAsync<VendorEarnings>(Root + ApiHttp.Query(("from", from), ("to", to)), ct);

    /// <param name="cursor">The <c>Next</c> of the page before; null begins with the newest.</param>
    public Task<Page<OrderEarning>> OrdersAsync(DateOnly? from = null, DateOnly? to = null, string? cursor = null, int size = 25, CancellationToken ct = default) =>
        http.GetAsync<Page<OrderEarning>>($"{Root}/orders" + ApiHttp.Query(("from", from), ("to", to), ("cursor", cursor), ("size", size)), ct);

    /// <summary>All of its orders, as CSV.</summary>
    public async Task<Stream> ExportAsync(DateOnly? from = null, DateOnly? to = null, CancellationToken ct = default)
    {
        var response = await http.GetAsync(new Uri($"{Root}/export" + ApiHttp.Query(("from", from), ("to", to)), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        await response.ThrowOnProblemAsync(ct);
        return await response.Content.ReadAsStreamAsync(ct);
    }
}
