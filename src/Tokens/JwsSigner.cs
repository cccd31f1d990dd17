using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Tokens;

public static class JwsSigner
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs claims in compact serialization. The claims are written by the caller between the braces.</summary>
    public static string Sign(SigningKey key, string type, Action<Utf8JsonWriter> writeClaims)
    {
        var header = Json(writer =>
        {
            writer.WriteString("alg", key.Algorithm.ToString());
            writer.WriteString("kid", key.KeyId);
            writer.WriteString("typ", type);
        });
        var signed = $"{Base64UrlText.Encode(header)}.{Base64UrlText.Encode(Json(writeClaims))}";
        return $"{signed}.{Base64UrlText.Encode(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static ReadOnlySpan<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
