using System.Net;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.OAuth;

[Collection(nameof(IdentityApp))]
public sealed class DiscoveryTests(IdentityApp app)
{
    private const string OpenId = "/.well-known/openid-configuration";

    [Fact]
    public async Task Both_documents_name_the_issuer_they_were_fetched_from_and_agree()
    {
        var openId = await GetAsync(OpenId);
        var oauth = await GetAsync("/.well-known/oauth-authorization-server");

        Assert.Equal(app.Url, (string?)openId["issuer"]);
        Assert.True(JsonNode.DeepEquals(openId, oauth));
    }

    [Fact]
    public async Task Says_what_is_supported_and_writes_out_what_is_not()
    {
        var metadata = await GetAsync(OpenId);

        Assert.Equal(["code"], Texts(metadata, "response_types_supported"));
        Assert.Equal(["S256"], Texts(metadata, "code_challenge_methods_supported"));
        Assert.Equal(["authorization_code", "refresh_token", "client_credentials"], Texts(metadata, "grant_types_supported"));
        Assert.Equal(["RS256"], Texts(metadata, "id_token_signing_alg_values_supported"));
        Assert.True((bool)metadata["authorization_response_iss_parameter_supported"]!);
        Assert.False((bool)metadata["request_parameter_supported"]!);
        Assert.False((bool)metadata["request_uri_parameter_supported"]!);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    public async Task Grant_types_that_are_not_listed_are_refused(string grant)
    {
        var response = await new StoreClient(app).TokenAsync(new Dictionary<string, string?> { ["grant_type"] = grant, ["username"] = "a", ["password"] = "b" });

        Assert.Equal("unsupported_grant_type", await StoreClient.ErrorAsync(response));
    }

    [Fact]
    public async Task A_forged_host_changes_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Url + OpenId);
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Forwarded", "host=evil.example;proto=https");

        var text = await (await StoreClient.Http.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        Assert.Contains(app.Url, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_set_has_public_strong_and_distinct_keys_only()
    {
        var keys = (await GetAsync("/.well-known/jwks"))["keys"]!.AsArray();

        Assert.True(keys.Count >= 2);
        Assert.Equal(keys.Count, keys.Select(k => (string?)k!["kid"]).Distinct().Count());
        Assert.All(keys, key =>
        {
            Assert.Equal("sig", (string?)key!["use"]);
            Assert.Empty(key.AsObject().Select(m => m.Key).Intersect(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]));
            Assert.True((string?)key["kty"] == "RSA" ? ((string?)key["n"])!.Length >= 342 : (string?)key["crv"] == "P-256");
        });
    }

    [Theory]
    [InlineData(OpenId)]
    [InlineData("/.well-known/jwks")]
    public async Task Is_open_to_every_origin_without_credentials_and_cacheable(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Url + path);
        request.Headers.Add("Origin", "https://elsewhere.example");
        var response = await StoreClient.Http.SendAsync(request);

        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.True(response.Headers.CacheControl!.Public);

        using var again = new HttpRequestMessage(HttpMethod.Get, app.Url + path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await StoreClient.Http.SendAsync(again)).StatusCode);
    }

    private static IEnumerable<string?> Texts(JsonObject metadata, string name) => metadata[name]!.AsArray().Select(v => (string?)v);

    private async Task<JsonObject> GetAsync(string path) => await StoreClient.JsonAsync(await StoreClient.Http.GetAsync(app.Url + path));
}
