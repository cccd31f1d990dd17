using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Analytics;

/// <summary>What needs a person, before any chart.</summary>
/// <param name="Kind"><c>vendor_pending</c>, <c>application_waiting</c>, <c>delivery_unassigned</c>, <c>order_late</c>, <c>refund_failed</c>, <c>event_failed</c> …</param>
public sealed record AttentionItem(string Kind, string Title, string Detail, string Link, DateTimeOffset Since);

public sealed record AdminDashboard(
    IReadOnlyList<AttentionItem> Attention, MoneyDto SalesToday, MoneyDto SalesSameDayLastWeek, int OrdersToday, int OrdersSameDayLastWeek, int OpenOrders,
    int RidersOnline, int RidersBusy, int VendorsOpen, int VendorsTotal, int CustomersTotal, decimal CancelledPercentLast30Days, double? MinutesToDeliver,
    IReadOnlyList<DayPoint> Days, IReadOnlyList<HourPoint> Hours, IReadOnlyList<VendorSales> TopVendors, IReadOnlyList<CategorySales> Categories, string LiveTopic);

public sealed record VendorSales(Guid VendorId, string Name, int Hue, int Orders, MoneyDto Sales);

public sealed record CategorySales(string Name, MoneyDto Sales);

public sealed class DashboardClient(HttpClient http)
{
    public Task<AdminDashboard> GetAsync(CancellationToken ct = default) => http.GetAsync<AdminDashboard>("api/v1/admin/dashboard", ct);
}
