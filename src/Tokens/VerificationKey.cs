using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Marketplace.Tokens;

/// <summary>A public key that can only verify, and only with the one algorithm it was published for.</summary>
public sealed class VerificationKey
{
    private const int SmallestRsaKey = 2048;
    private readonly ConcurrentBag<AsymmetricAlgorithm> _idle = []; // key objects are not documented as thread safe
    private readonly Func<AsymmetricAlgorithm> _create;

    private VerificationKey(string keyId, JwsAlgorithm algorithm, Func<AsymmetricAlgorithm> create) =>
        (KeyId, Algorithm, _create) = (keyId, algorithm, create);

    public string KeyId { get; }
    public JwsAlgorithm Algorithm { get; }

    /// <returns>Null when the key is not for signatures, is too weak, or is malformed.</returns>
    public static VerificationKey? From(Jwk jwk)
    {
        if (jwk.KeyId is not { Length: > 0 and <= 200 } kid || jwk.Use is not (null or "sig"))
        {
            return null;
        }

        return (jwk.KeyType, jwk.Algorithm) switch
        {
            ("RSA", null or "RS256") => FromRsa(kid, jwk),
            ("EC", null or "ES256") when jwk.Curve == "P-256" => FromEc(kid, jwk),
            _ => null,
        };
    }

    internal bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!_idle.TryTake(out var key))
        {
            key = _create();
        }

        try
        {
            return key switch
            {
                RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                ECDsa ec => signature.Length == 64
                    && ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        finally
        {
            _idle.Add(key);
        }
    }

    private static VerificationKey? FromRsa(string kid, Jwk jwk)
    {
        if (!Base64UrlText.TryDecode(jwk.Modulus, out var n) || !Base64UrlText.TryDecode(jwk.Exponent, out var e)
            || n.Length * 8 < SmallestRsaKey || n.Length > 1024 || e.Length is 0 or > 8)
        {
            return null;
        }

        return Checked(kid, JwsAlgorithm.RS256, () => RSA.Create(new RSAParameters { Modulus = n, Exponent = e }));
    }

    private static VerificationKey? FromEc(string kid, Jwk jwk)
    {
        if (!Base64UrlText.TryDecode(jwk.X, out var x) || !Base64UrlText.TryDecode(jwk.Y, out var y) || x.Length != 32 || y.Length != 32)
        {
            return null;
        }

        return Checked(kid, JwsAlgorithm.ES256, () => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }));
    }

    private static VerificationKey? Checked(string kid, JwsAlgorithm algorithm, Func<AsymmetricAlgorithm> create)
    {
        try
        {
            var key = new VerificationKey(kid, algorithm, create);
            key._idle.Add(create());
            return key;
        }
        catch (CryptographicException)
        {
            return null; // a point off the curve, a modulus that is none
        }
    }
}
