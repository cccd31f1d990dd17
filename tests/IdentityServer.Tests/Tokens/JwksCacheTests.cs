using System.Net;
using System.Net.Http.Json;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.Tests.Tokens;

public sealed class JwksCacheTests : IDisposable
{
    private readonly MovableClock _clock = new();
    private readonly Issuer _issuer = new();
    private readonly JwksCache _cache;
    private readonly SigningKey _key = SigningKey.Create(JwsAlgorithm.ES256);

    public JwksCacheTests()
    {
        _issuer.Answer = () => new(HttpStatusCode.OK) { Content = JsonContent.Create(new JwkSet([_key.PublicJwk])) };
        _cache = new(() => new HttpClient(_issuer, disposeHandler: false), new Uri("http://issuer.example/jwks"), _clock);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _issuer.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task Ten_thousand_unknown_kids_cause_one_more_fetch_at_most()
    {
        Assert.NotNull(await FindAsync(_key.KeyId));
        _clock.Advance(TimeSpan.FromSeconds(2));

        for (var i = 0; i < 10_000; i++)
        {
            Assert.Null(await FindAsync($"unknown-{i}"));
        }

        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task A_new_key_is_found_at_once_and_a_withdrawn_one_is_gone_within_a_minute()
    {
        Assert.NotNull(await FindAsync(_key.KeyId));
        using var next = SigningKey.Create(JwsAlgorithm.RS256);
        _issuer.Answer = () => new(HttpStatusCode.OK) { Content = JsonContent.Create(new JwkSet([next.PublicJwk])) };
        _clock.Advance(TimeSpan.FromSeconds(46));

        Assert.Null(await FindAsync(_key.KeyId));
        Assert.NotNull(await FindAsync(next.KeyId));
    }

    [Fact]
    public async Task While_the_issuer_is_away_the_last_set_serves_for_an_hour()
    {
        Assert.NotNull(await FindAsync(_key.KeyId));
        _issuer.Answer = () => new(HttpStatusCode.ServiceUnavailable);

        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.NotNull(await FindAsync(_key.KeyId));
        _clock.Advance(TimeSpan.FromMinutes(11));
        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync(_key.KeyId));
    }

    public static TheoryData<string> Nonsense() => new(
        "", "null", "[]", "{}", "<html>", """{"keys":null}""", """{"keys":[null]}""", """{"keys":[],"keys":[]}""", $$"""{"keys":[],"x":"{{new string('x', 100_000)}}"}""");

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_no_key_set(string body)
    {
        _issuer.Answer = () => new(HttpStatusCode.OK) { Content = new StringContent(body) };

        await Assert.ThrowsAsync<KeysUnavailableException>(() => FindAsync(_key.KeyId));
    }

    [Theory]
    [InlineData("enc", "P-256", "ES256")]
    [InlineData("sig", "P-384", "ES256")]
    [InlineData("sig", "P-256", "HS256")]
    [InlineData("sig", "P-256", "none")]
    public void A_key_for_another_purpose_verifies_nothing(string use, string curve, string algorithm) =>
        Assert.Null(VerificationKey.From(_key.PublicJwk with { Use = use, Curve = curve, Algorithm = algorithm }));

    [Fact]
    public void A_point_off_the_curve_and_a_short_modulus_are_no_keys()
    {
        Assert.Null(VerificationKey.From(_key.PublicJwk with { X = Base64UrlText.Encode(new byte[32]) }));
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        var p = weak.ExportParameters(false);
        Assert.Null(VerificationKey.From(new Jwk { KeyType = "RSA", KeyId = "weak", Modulus = Base64UrlText.Encode(p.Modulus), Exponent = Base64UrlText.Encode(p.Exponent) }));
    }

    private Task<VerificationKey?> FindAsync(string keyId) => _cache.FindAsync(keyId, CancellationToken.None).AsTask();

    private sealed class Issuer : HttpMessageHandler
    {
        public Func<HttpResponseMessage> Answer { get; set; } = () => new(HttpStatusCode.NotFound);
        public int Fetches { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Fetches++;
            return Task.FromResult(Answer());
        }
    }
}
