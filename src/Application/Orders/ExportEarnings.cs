using System.Globalization;
using System.Text;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Orders;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Orders;

/// <summary>Writes what a shop earned by each order as CSV, newest first.</summary>
public sealed class ExportEarningsHandler(Earnings earnings) : IHandler
{
    private const int PartSize = 500;

    private static readonly string[] Heading =
        ["number", "state", "ended_at", "currency", "sales", "refunds", "tax", "tax_on_top", "delivery", "commission_percent", "commission", "net"];

    public async Task HandleAsync(VendorId vendor, EarningsDays days, Stream to, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(CsvText.Row(Heading).AsMemory(), ct);
        await foreach (var part in earnings.AllAsync(vendor, days, PartSize, ct))
        {
            foreach (var order in part)
            {
                await writer.WriteLineAsync(CsvText.Row(Fields(order)).AsMemory(), ct);
            }
        }
    }

    private static IEnumerable<string> Fields(OrderEarning e) =>
    [
        e.Number, e.State, e.EndedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), e.Sums.Net.Currency,
        Text(e.Sums.Sales.Amount), Text(e.Sums.Refunds.Amount), Text(e.Sums.Tax.Amount), Text(e.Sums.TaxOnTop.Amount), Text(e.Sums.Delivery.Amount),
        Text(e.CommissionPercent), Text(e.Sums.Commission.Amount), Text(e.Sums.Net.Amount),
    ];

    private static string Text(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
