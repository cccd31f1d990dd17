using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.Tests.Tokens;

/// <summary>Makes tokens that are right in everything but one thing. The keys are the server's real ones, so only that thing can be the reason.</summary>
internal sealed class ForgedTokens(string issuer, SigningKey es, SigningKey rs, DateTimeOffset now)
{
    public JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = es.KeyId, ["typ"] = "at+jwt" };

    public JsonObject Claims() => new()
    {
        ["iss"] = issuer,
        ["aud"] = "marketplace-api",
        ["sub"] = Guid.CreateVersion7().ToString(),
        ["client_id"] = "store",
        ["scope"] = "openid marketplace",
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        ["jti"] = "1",
        ["name"] = "Asha Rao",
    };

    public string Valid() => Sign(Header(), Claims());

    public string Sign(JsonObject header, JsonObject claims) => Sign(header.ToJsonString(), claims.ToJsonString());

    public string Sign(string header, string claims)
    {
        var signed = Encode(header) + "." + Encode(claims);
        return signed + "." + Base64UrlText.Encode(es.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>Every row of the battery: what is wrong with it, and the token.</summary>
    public IEnumerable<(string What, string Token)> Battery()
    {
        foreach (var algorithm in (string[])["none", "None", "nOnE", "HS256", "HS512", "RS256", "ES384", "PS256", ""])
        {
            yield return ($"alg {algorithm}, our signature", WithHeader("alg", algorithm));
            yield return ($"alg {algorithm}, no signature", WithHeader("alg", algorithm)[..^86]);
        }

        foreach (var (name, key) in HmacKeys())
        {
            yield return ($"HS256 with the public key as {name}", Hmac(key, es.KeyId));
            yield return ($"HS256 with the public key as {name}, kid of RSA", Hmac(key, rs.KeyId));
        }

        yield return ("kid of the RSA key", WithHeader("kid", rs.KeyId));
        foreach (var kid in (string?[])[null, "", "unknown", "../../dev/null", "' or 1=1 --", new string('k', 5000)])
        {
            yield return ($"kid {kid?[..Math.Min(20, kid.Length)]}", WithHeader("kid", kid));
        }

        foreach (var (member, value) in (IEnumerable<(string, JsonNode)>)[
            ("jku", "https://evil.example/jwks"), ("x5u", "https://evil.example/x"), ("jwk", JsonNode.Parse("""{"kty":"EC"}""")!), ("x5c", new JsonArray("MII")),
            ("crit", new JsonArray("exp")), ("crit", new JsonArray()), ("b64", false), ("zip", "DEF"), ("cty", "JWT")])
        {
            var header = Header();
            header[member] = value;
            yield return ($"header {member}", Sign(header, Claims()));
        }

        foreach (var type in (string?[])[null, "JWT", "AT+JWT", "at+JWT", "application/at+jwt", "dpop+jwt"])
        {
            yield return ($"typ {type}", WithHeader("typ", type));
        }

        foreach (var forged in WrongClaims().Concat(WrongForms()))
        {
            yield return forged;
        }
    }

    private IEnumerable<(string What, string Token)> WrongClaims()
    {
        var (past, future) = (now.AddSeconds(-61).ToUnixTimeSeconds(), now.AddSeconds(61).ToUnixTimeSeconds());
        (string, string?)[] wrong =
        [
            ("exp", $"{past}"), ("exp", "0"), ("exp", "-1"), ("exp", $"\"{future}\""), ("exp", $"{future}.5"), ("exp", "1e400"), ("exp", "9007199254740993"),
            ("exp", "99999999999999999999"), ("exp", "null"), ("exp", "true"), ("exp", "[]"), ("exp", null), ("nbf", $"{future}"), ("nbf", "\"0\""), ("iat", $"{future}"),
            ("iat", null), ("iat", "\"1\""), ("iss", $"\"{issuer}/\""), ("iss", $"\"{issuer.ToUpperInvariant()}\""), ("iss", "\"\""), ("iss", null), ("iss", $"[\"{issuer}\"]"),
            ("aud", null), ("aud", "\"\""), ("aud", "[]"), ("aud", "[\"other\"]"), ("aud", "\"store\""), ("aud", "[\"marketplace-api\",1]"), ("aud", "{}"),
            ("sub", null), ("sub", "\"\""), ("sub", "1"), ("client_id", null), ("jti", null),
        ];
        foreach (var (claim, value) in wrong)
        {
            var claims = Claims();
            claims.Remove(claim);
            var json = claims.ToJsonString();
            yield return ($"{claim} {value ?? "missing"}", Sign(Header().ToJsonString(), value is null ? json : $$"""{{{json[1..^1]}},"{{claim}}":{{value}}}"""));
        }
    }

    private IEnumerable<(string What, string Token)> WrongForms()
    {
        var (valid, header, claims) = (Valid(), Header().ToJsonString(), Claims().ToJsonString());
        var parts = valid.Split('.');
        for (var part = 0; part < 3; part++)
        {
            var flipped = (string[])parts.Clone();
            var at = flipped[part].Length / 2;
            flipped[part] = flipped[part][..at] + (flipped[part][at] == 'A' ? 'B' : 'A') + flipped[part][(at + 1)..];
            yield return ($"bit flip in part {part}", string.Join('.', flipped));
            yield return ($"padding in part {part}", string.Join('.', parts.Select((p, i) => i == part ? p + "=" : p)));
            yield return ($"white space in part {part}", string.Join('.', parts.Select((p, i) => i == part ? p[..4] + " " + p[4..] : p)));
            yield return ($"plus in part {part}", string.Join('.', parts.Select((p, i) => i == part ? "+/" + p[2..] : p)));
            yield return ($"empty part {part}", string.Join('.', parts.Select((p, i) => i == part ? "" : p)));
        }

        yield return ("unused last bits", NonCanonical(valid));
        yield return ("2 segments", parts[0] + "." + parts[1]);
        yield return ("4 segments", valid + ".AAAA");
        yield return ("5 segments", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA");
        yield return ("r = s = 0", parts[0] + "." + parts[1] + "." + Base64UrlText.Encode(new byte[64]));
        yield return ("DER signature", parts[0] + "." + parts[1] + "." + Base64UrlText.Encode(Der(parts[0] + "." + parts[1])));
        yield return ("duplicate claim", Sign(header, $$"""{"sub":"x",{{claims[1..]}}"""));
        yield return ("duplicate claim, escaped", Sign(header, $$"""{"\u0073ub":"x",{{claims[1..]}}"""));
        yield return ("duplicate header", Sign($$"""{"alg":"ES256",{{header[1..]}}""", claims));
        yield return ("deep JSON", Sign(header, $$"""{"x":{{new string('[', 3000)}}{{new string(']', 3000)}},{{claims[1..]}}"""));
        yield return ("comment in JSON", Sign(header, "/**/" + claims));
        yield return ("trailing comma", Sign(header, claims[..^1] + ",}"));
        yield return ("claims are an array", Sign(header, $"[{claims}]"));
        yield return ("half a surrogate pair", Sign(header, $$"""{"x":"\ud800",{{claims[1..]}}"""));
        yield return ("half a surrogate pair in a name", Sign(header, $$"""{"\ud800":1,{{claims[1..]}}"""));
        yield return ("invalid UTF-8", SignBytes(header, [.. "{\"x\":\""u8, 0xff, 0xfe, .. "\","u8, .. Encoding.UTF8.GetBytes(claims[1..])]));
        yield return ("byte order mark", SignBytes(header, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(claims)]));
        yield return ("too large", Sign(header, $$"""{"x":"{{new string('x', 20_000)}}",{{claims[1..]}}"""));
        yield return ("only dots", "..");
        yield return ("text", "hello");
    }

    private string WithHeader(string name, string? value)
    {
        var header = Header();
        header[name] = value;
        if (value is null)
        {
            header.Remove(name);
        }

        return Sign(header, Claims());
    }

    private IEnumerable<(string Name, byte[] Key)> HmacKeys()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(rs.ExportPkcs8(), out _);
        using var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(es.ExportPkcs8(), out _);
        yield return ("RSA PEM", Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()));
        yield return ("RSA DER", rsa.ExportSubjectPublicKeyInfo());
        yield return ("RSA modulus", rsa.ExportParameters(false).Modulus!);
        yield return ("EC PEM", Encoding.ASCII.GetBytes(ec.ExportSubjectPublicKeyInfoPem()));
        yield return ("EC DER", ec.ExportSubjectPublicKeyInfo());
    }

    private string Hmac(byte[] key, string kid)
    {
        var header = Header();
        (header["alg"], header["kid"]) = ("HS256", kid);
        var signed = Encode(header.ToJsonString()) + "." + Encode(Claims().ToJsonString());
        return signed + "." + Base64UrlText.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)));
    }

    private byte[] Der(string signed)
    {
        using var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(es.ExportPkcs8(), out _);
        return ec.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>64 bytes leave four bits of the last character unused; setting one of them spells the same bytes differently.</summary>
    private static string NonCanonical(string token)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) | 1];
    }

    private string SignBytes(string header, byte[] claims)
    {
        var signed = Encode(header) + "." + Base64UrlText.Encode(claims);
        return signed + "." + Base64UrlText.Encode(es.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static string Encode(string text) => Base64UrlText.Encode(Encoding.UTF8.GetBytes(text));
}
