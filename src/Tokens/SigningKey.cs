using System.Security.Cryptography;

namespace Marketplace.Tokens;

/// <summary>A private key. It leaves this object only as PKCS#8 bytes, for storage that wraps them.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly Lock _lock = new();

    private SigningKey(JwsAlgorithm algorithm, AsymmetricAlgorithm key)
    {
        (Algorithm, _key) = (algorithm, key);
        var unnamed = Describe(key);
        PublicJwk = unnamed with { KeyId = unnamed.Thumbprint() };
    }

    public JwsAlgorithm Algorithm { get; }
    public Jwk PublicJwk { get; }
    public string KeyId => PublicJwk.KeyId!;

    public static SigningKey Create(JwsAlgorithm algorithm) => new(algorithm, algorithm switch
    {
        JwsAlgorithm.RS256 => RSA.Create(2048),
        JwsAlgorithm.ES256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    });

    public static SigningKey FromPkcs8(JwsAlgorithm algorithm, ReadOnlySpan<byte> pkcs8)
    {
        AsymmetricAlgorithm key = algorithm == JwsAlgorithm.RS256 ? RSA.Create() : ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new(algorithm, key);
    }

    public byte[] ExportPkcs8() => _key.ExportPkcs8PrivateKey();

    public void Dispose() => _key.Dispose();

    internal byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            return _key is RSA rsa
                ? rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)_key).SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private static Jwk Describe(AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
        {
            var p = rsa.ExportParameters(includePrivateParameters: false);
            return new Jwk { KeyType = "RSA", Use = "sig", Algorithm = "RS256", Modulus = Base64UrlText.Encode(p.Modulus), Exponent = Base64UrlText.Encode(p.Exponent) };
        }

        var q = ((ECDsa)key).ExportParameters(includePrivateParameters: false).Q;
        return new Jwk { KeyType = "EC", Use = "sig", Algorithm = "ES256", Curve = "P-256", X = Base64UrlText.Encode(q.X), Y = Base64UrlText.Encode(q.Y) };
    }
}
