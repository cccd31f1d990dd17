using System.Globalization;
using Marketplace.Application.Shared;
using Marketplace.Domain.Settings;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Deliveries;

/// <summary>How a fee by distance comes about, in words.</summary>
public static class FeeWords
{
    extension(DeliveryTariff tariff)
    {
        /// <summary>"₹20 for the first 1.5 km, and 2 × ₹6 for 3.1 km in all"</summary>
        public string Explain(double kilometres, string currency)
        {
            var further = tariff.FurtherKilometres(kilometres);
            var (basis, each) = (new Money(tariff.BaseFee, currency).ToWords(), new Money(tariff.PerKilometre, currency).ToWords());
            return further == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{basis} for up to {tariff.BaseKilometres:0.#} km")
                : string.Create(CultureInfo.InvariantCulture, $"{basis} for the first {tariff.BaseKilometres:0.#} km, and {further} × {each} for {kilometres:0.0} km in all");
        }

        /// <summary>The same, as the rider reads it.</summary>
        public string ExplainToRider(double kilometres, string currency, decimal sharePercent) => tariff.Explain(kilometres, currency)
            + (sharePercent == 100 ? ". All of it is yours." : string.Create(CultureInfo.InvariantCulture, $". {sharePercent:0.#}% of it is yours."));
    }
}
