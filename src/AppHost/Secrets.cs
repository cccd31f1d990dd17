using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.AppHost;

/// <summary>Secrets that are drawn once per data directory, and that no other machine shares.</summary>
internal sealed record Secrets(string Database, string StoreClient, string PortalClient, string ApiClient, string GatewayWebhook)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Secrets LoadOrDraw(string file)
    {
        var kept = File.Exists(file) ? Load(file) : null;
        var secrets = new Secrets(
            kept?.Database ?? Draw(), kept?.StoreClient ?? Draw(), kept?.PortalClient ?? Draw(), kept?.ApiClient ?? Draw(), kept?.GatewayWebhook ?? Draw());
        if (secrets != kept)
        {
            Save(file, secrets);
        }

        return secrets;
    }

    /// <summary>A file of an older version lacks the newer secrets; it cannot lack the one that opens its database.</summary>
    private static Secrets Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllBytes(file), Indented) is { Database.Length: >= 32 } kept ? kept : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new StartException($"{file} is damaged: start over with --fresh.");
        }
    }

    private static void Save(string file, Secrets secrets)
    {
        using var stream = PrivateData.CreateFile(file);
        JsonSerializer.Serialize(stream, secrets, Indented);
    }

    private static string Draw() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
