using System.Text;
using QRCoder;

namespace Marketplace.IdentityServer.SecondFactors;

/// <summary>A QR code as one path of an SVG drawing, a unit for each module.</summary>
public sealed record QrPicture(int Size, string Path)
{
    private const int QuietZone = 4; // what the standard asks for around it

    public static QrPicture Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (path, rows) = (new StringBuilder(), code.ModuleMatrix);
        var border = rows.FindIndex(row => row.Cast<bool>().Any(dark => dark));
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x - border + QuietZone} {y - border + QuietZone}h1v1h-1z");
                }
            }
        }

        return new(rows.Count - (2 * border) + (2 * QuietZone), path.ToString());
    }
}
