using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.AppHost;

/// <summary>Secrets that are drawn once per data directory, and that no other machine shares.</summary>
internal sealed record Secrets(string Database, string StoreClient, string PortalClient, string Gateway, string GatewayWebhook)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Secrets LoadOrDraw(string file)
    {
        if (File.Exists(file))
        {
            try
            {
                return JsonSerializer.Deserialize<Secrets>(File.ReadAllBytes(file), Indented) is { } kept && kept.IsComplete
                    ? kept
                    : throw new JsonException();
            }
            catch (JsonException)
            {
                throw new StartException($"{file} is damaged: start over with --fresh.");
            }
        }

        var drawn = new Secrets(Draw(), Draw(), Draw(), Draw(), Draw());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        JsonSerializer.Serialize(stream, drawn, Indented);
        return drawn;
    }

    private bool IsComplete => Array.TrueForAll<string?>(
        [Database, StoreClient, PortalClient, Gateway, GatewayWebhook], secret => secret is { Length: >= 32 });

    private static string Draw() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
