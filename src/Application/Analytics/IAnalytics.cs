using Marketplace.Contracts.Analytics;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Analytics;

/// <summary>Figures over many orders, added up where the rows are. A part that was cancelled or never paid is no sale.</summary>
public interface IAnalytics
{
    Task<VendorToday> OfVendorAsync(VendorId vendor, CancellationToken ct);

    Task<AdminDashboard> OfMarketplaceAsync(CancellationToken ct);
}
