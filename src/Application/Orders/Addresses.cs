using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Orders;

internal static class Addresses
{
    extension(AddressDto a)
    {
        public TaxPlace ToTaxPlace() => new(a.Country, a.Region, a.PostalCode);

        public AddressSnapshot ToSnapshot() => new(
            a.Name.Trim(), a.Phone.Trim(), a.Line1.Trim(), a.Line2?.Trim(), a.City.Trim(), a.Region.Trim(), a.PostalCode.Trim(), a.Country, a.Position.ToPosition(), a.Note?.Trim());
    }

    extension(AddressSnapshot a)
    {
        public AddressDto ToDto() => new(a.Name, a.Phone, a.Line1, a.Line2, a.City, a.Region, a.PostalCode, a.Country, a.Position.ToDto(), a.Note);
    }

    extension(Vendor v)
    {
        /// <summary>Where the shop hands out what is collected.</summary>
        public TaxPlace ToTaxPlace() => new(v.Country, v.Region, v.PostalCode);
    }
}
