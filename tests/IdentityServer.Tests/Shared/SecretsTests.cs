using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>Codes, refresh tokens, token ids and client secrets all come from here.</summary>
public sealed class SecretsTests
{
    private const int Count = 100_000;

    /// <summary>Of chi-squared with 255 degrees of freedom, what chance exceeds once in a million times.</summary>
    private const double Unlikely = 377;

    [Fact]
    public void A_hundred_thousand_are_all_different_and_every_byte_is_as_frequent_as_the_others()
    {
        var seen = new HashSet<string>(Count);
        var frequency = new int[256];
        for (var i = 0; i < Count; i++)
        {
            var secret = Secrets.New();
            Assert.True(Base64UrlText.TryDecode(secret, out var bytes) && bytes.Length == 32);
            Assert.True(seen.Add(secret));
            Array.ForEach(bytes, b => frequency[b]++);
        }

        const double Expected = Count * 32 / 256.0;
        Assert.InRange(frequency.Sum(f => Math.Pow(f - Expected, 2) / Expected), 0, Unlikely);
    }
}
