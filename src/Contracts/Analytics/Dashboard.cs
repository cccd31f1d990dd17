using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Analytics;

/// <summary>What needs a person, before any chart.</summary>
/// <param name="Kind"><c>vendor_pending</c>, <c>application_waiting</c>, <c>delivery_unassigned</c>, <c>order_late</c>, <c>refund_failed</c>, <c>event_failed</c> …</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Detail">The rest, in a sentence.</param>
/// <param name="Link">A path of the portal where it can be done.</param>
/// <param name="Since">Since when it waits.</param>
public sealed record AttentionItem(string Kind, string Title, string Detail, string Link, DateTimeOffset Since);

/// <param name="Attention">What needs a person now, the oldest first.</param>
/// <param name="SalesToday">Goods of orders placed today, without delivery and fees.</param>
/// <param name="SalesSameDayLastWeek">Until the same time of the day a week ago.</param>
/// <param name="OrdersToday">Placed today, in the marketplace's time zone.</param>
/// <param name="OrdersSameDayLastWeek">Until the same time of the day a week ago.</param>
/// <param name="OpenOrders">Orders that are neither at their end nor in part.</param>
/// <param name="RidersOnline">Riders who take deliveries now.</param>
/// <param name="RidersBusy">Of them, those who have a delivery.</param>
/// <param name="VendorsOpen">Shops that take orders now.</param>
/// <param name="VendorsTotal">Shops that may sell.</param>
/// <param name="CustomersTotal">People and guests who ever ordered.</param>
/// <param name="CancelledPercentLast30Days">Of a hundred parts of orders of thirty days, those that were cancelled, with one decimal.</param>
/// <param name="MinutesToDeliver">From placing to the door, on average over thirty days; null while there is none.</param>
/// <param name="Days">The last thirty days, the oldest first.</param>
/// <param name="Hours">Today, hour by hour.</param>
/// <param name="TopVendors">The shops that sold most in thirty days: eight at most.</param>
/// <param name="Categories">The categories that sold most in thirty days: eight at most.</param>
public sealed record AdminDashboard(
    IReadOnlyList<AttentionItem> Attention, MoneyDto SalesToday, MoneyDto SalesSameDayLastWeek, int OrdersToday, int OrdersSameDayLastWeek, int OpenOrders,
    int RidersOnline, int RidersBusy, int VendorsOpen, int VendorsTotal, int CustomersTotal, decimal CancelledPercentLast30Days, double? MinutesToDeliver,
    IReadOnlyList<DayPoint> Days, IReadOnlyList<HourPoint> Hours, IReadOnlyList<VendorSales> TopVendors, IReadOnlyList<CategorySales> Categories, string LiveTopic);

/// <param name="Orders">Orders of thirty days.</param>
public sealed record VendorSales(Guid VendorId, string Name, int Hue, int Orders, MoneyDto Sales);

/// <param name="Sales">Goods sold in thirty days.</param>
public sealed record CategorySales(string Name, MoneyDto Sales);

public sealed class DashboardClient(HttpClient http)
{
    public Task<AdminDashboard> GetAsync(CancellationToken ct = default) => http.GetAsync<AdminDashboard>("api/v1/admin/dashboard", ct);
}
