using System.Net;

namespace Marketplace.IdentityServer.Tests.Shared;

[Collection(nameof(IdentityApp))]
public sealed class HeaderTests(IdentityApp app)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/account")]
    [InlineData("/signin")]
    [InlineData("/register")]
    [InlineData("/signout")]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/token")]
    [InlineData("/connect/userinfo")]
    [InlineData("/connect/endsession")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks")]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/nowhere")]
    public async Task Every_answer_carries_the_headers(string path)
    {
        var response = await StoreClient.Http.GetAsync(app.Url + path);

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.NotEmpty(Header("Permissions-Policy"));
        var policy = Header("Content-Security-Policy");
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("X-Powered-By"));
        Assert.True(path.StartsWith("/.well-known", StringComparison.Ordinal) || response.Headers.CacheControl!.NoStore);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Cookies_are_hidden_from_scripts_and_other_sites()
    {
        using var browser = new Browser();
        var address = new Uri(app.Url + "/register");
        var page = await browser.GetAsync(address.AbsoluteUri);
        var email = $"{Guid.CreateVersion7():N}@example.test";
        var begun = await browser.SubmitAsync(page, address, ("fullName", "A"), ("email", email), ("password", Browser.Password));
        var done = await browser.RegisterAsync(app, address, email);

        Assert.All(((HttpResponseMessage[])[page, begun, done]).SelectMany(answer => answer.Headers.GetValues("Set-Cookie")), cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("(?i)samesite=(lax|strict)", cookie);
            Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Health_tells_up_with_the_time()
    {
        var health = await StoreClient.JsonAsync(await StoreClient.Http.GetAsync(app.Url + "/health"));

        Assert.Equal("UP", (string?)health["status"]);
        Assert.NotNull(health["timestamp"]);
    }
}
