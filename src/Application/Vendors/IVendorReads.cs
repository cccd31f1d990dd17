using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Vendors;

public enum VendorSort
{
    /// <summary>Open shops first.</summary>
    Open,
    Name,
    Rating,
    Near,
}

/// <summary>What shoppers see of the approved shops, straight from the database.</summary>
public interface IVendorReads
{
    /// <param name="near">Where the shopper is; needed by <see cref="VendorSort.Near"/>.</param>
    Task<IReadOnlyList<VendorCard>> ListAsync(VendorSort sort, Position? near, CancellationToken ct);

    /// <returns>Null when there is no such shop, or it is not approved.</returns>
    Task<VendorDetails?> GetAsync(string idOrSlug, CancellationToken ct);
}
