using Marketplace.Application.Shared;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Deliveries;

/// <summary>Deliveries as operations see them, on the board, in lists and beside their order.</summary>
internal static class DeliveryItems
{
    extension(IQueryable<Delivery> deliveries)
    {
        public async Task<IReadOnlyList<DeliveryItem>> ShowAsync(DateTimeOffset now, CancellationToken ct)
        {
            var rows = await deliveries.Select(d => new
            {
                d.Id, d.Number, d.VendorOrderId, d.State, VendorName = d.From.Name, d.VendorHue, d.RiderId, d.RiderName, d.CreatedAt, d.ReadyBy, d.DueBy, d.EndedAt,
                FromLatitude = d.From.Position.Latitude, FromLongitude = d.From.Position.Longitude,
                ToLatitude = d.To.Position.Latitude, ToLongitude = d.To.Position.Longitude, ToStreet = d.To.Street,
                Fee = d.Fee.Amount, d.Fee.Currency, Cash = d.CashToCollect.Amount, Offers = d.Offers.Count,
            }).ToListAsync(ct);
            return
            [
                .. rows.Select(d => new DeliveryItem(
                    d.Id.Value, d.Number, d.VendorOrderId.Value, d.State.ToWire(), d.VendorName, d.VendorHue, new(d.FromLatitude, d.FromLongitude), new(d.ToLatitude, d.ToLongitude), d.ToStreet,
                    d.RiderId?.Value, d.RiderName, d.CreatedAt, d.ReadyBy, d.DueBy, d.DueBy < (d.EndedAt ?? now), d.Offers, new(d.Fee, d.Currency),
                    d.Cash == 0 ? null : new MoneyDto(d.Cash, d.Currency))),
            ];
        }
    }
}
