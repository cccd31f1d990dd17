using System.Net;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.OAuth;

[Collection(nameof(IdentityApp))]
public sealed class AuthorizeTests(IdentityApp app) : IDisposable
{
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);

    public void Dispose() => _browser.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("STORE")]
    public async Task An_unknown_client_gets_a_page_and_nothing_is_redirected(string? client)
    {
        var response = await _browser.GetAsync(_store.AuthorizeUrl(("client_id", client)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.DoesNotContain("<script>alert", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public static TheoryData<string> RedirectMutants() => new(
        "{uri}/", "{uri}?a=b", "{uri}#f", "{uri}%2f", "{uri}/../x", "{uri};x", "{uri}%20", "{uri}\t", "{uri}\r\n", "{uri}%0d%0a",
        "{origin}/SIGNIN/callback", "{origin}/signin/%63allback", "{origin}/signin/%2563allback", "{origin}//signin/callback", "{origin}/signin\\callback",
        "{origin}/x/%2e%2e/signin/callback", "{origin}/signin/call", "{https}/signin/callback", "http://localhost/signin/callback",
        "http://localhost:1/signin/callback", "http://user@{host}/signin/callback", "http://{host}.evil.example/signin/callback",
        "http://sub.{host}/signin/callback", "http://l\u043ecalhost:{port}/signin/callback", "http://127.0.0.1:{port}/signin/callback",
        "javascript:alert(1)", "//{host}/signin/callback", "");

    [Theory]
    [MemberData(nameof(RedirectMutants))]
    public async Task An_address_that_differs_in_anything_gets_a_page_and_nothing_is_redirected(string mutant)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        var registered = new Uri(app.RedirectUri);
        var uri = mutant.Replace("{uri}", app.RedirectUri, StringComparison.Ordinal).Replace("{origin}", registered.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("{https}", "https://" + registered.Authority, StringComparison.Ordinal).Replace("{host}", registered.Authority, StringComparison.Ordinal)
            .Replace("{port}", $"{registered.Port}", StringComparison.Ordinal);
        await _browser.RegisterAsync(app);

        var response = await _browser.GetAsync(_store.AuthorizeUrl(("redirect_uri", uri)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task Two_addresses_get_a_page()
    {
        var response = await _browser.GetAsync($"{_store.AuthorizeUrl()}&redirect_uri=https%3A%2F%2Fevil.example");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_type", "none", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("response_mode", "web_message", "invalid_request")]
    [InlineData("scope", null, "invalid_scope")]
    [InlineData("scope", "openid unknown", "invalid_scope")]
    [InlineData("scope", "openid users.read", "invalid_scope")]
    [InlineData("scope", "openid  profile", "invalid_scope")]
    [InlineData("scope", "openid \"profile\"", "invalid_scope")]
    [InlineData("scope", "openid pröfile", "invalid_scope")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://evil.example/r", "request_uri_not_supported")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", "s256", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "dance", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "99999999999", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("resource", "https://other.example", "invalid_target")]
    [InlineData("resource", "marketplace-api ", "invalid_target")]
    public async Task What_is_wrong_is_told_to_the_client_with_state_and_issuer_and_never_with_a_code(string name, string? value, string error)
    {
        var response = await _browser.GetAsync(_store.AuthorizeUrl((name, value)));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.StartsWith(app.RedirectUri + "?", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(response.Headers.Location.Query);
        Assert.Equal(error, query["error"]);
        Assert.Equal("a state", query["state"]);
        Assert.Equal(app.Url, query["iss"]);
        Assert.DoesNotContain("code", query.Keys);
        Assert.DoesNotMatch("[\r\n\t]", query["error_description"].ToString());
    }

    [Fact]
    public async Task A_challenge_of_129_characters_is_refused()
    {
        var response = await _browser.GetAsync(_store.AuthorizeUrl(("code_challenge", new string('a', 129))));

        Assert.Contains("error=invalid_request", response.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused_and_an_unknown_one_ignored()
    {
        await _browser.RegisterAsync(app);

        var repeated = await _browser.GetAsync($"{_store.AuthorizeUrl()}&scope=openid");
        var unknown = await _browser.GetAsync($"{_store.AuthorizeUrl()}&extra=1&login_hint=&display=page&ui_locales=hi+en&acr_values=1");

        Assert.Contains("error=invalid_request", repeated.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Contains("code=", unknown.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a+b&c=d%20e#f?g")]
    [InlineData("ഇതു ശരി \U0001F600")]
    [InlineData("%2B%26%3D")]
    public async Task The_state_comes_back_as_it_was_sent(string state)
    {
        await _browser.RegisterAsync(app);
        foreach (var sent in (IEnumerable<string>)[state, string.Concat(Enumerable.Repeat(state, 2048 / state.Length))])
        {
            var response = await _browser.GetAsync(_store.AuthorizeUrl(("state", sent)));
            Assert.Equal(sent, QueryHelpers.ParseQuery(response.Headers.Location!.Query)["state"]);
        }

        var without = await _browser.GetAsync(_store.AuthorizeUrl(("state", null)));
        Assert.DoesNotContain("state", QueryHelpers.ParseQuery(without.Headers.Location!.Query).Keys);
    }

    [Fact]
    public async Task Get_and_a_posted_form_work_and_nothing_else()
    {
        await _browser.RegisterAsync(app);

        var posted = await _browser.PostAsync(app.Url + "/connect/authorize", _store.Request()!);
        var (_, address) = await _browser.FollowAsync(new Uri(new Uri(app.Url), posted.Headers.Location!).AbsoluteUri, until: app.RedirectUri);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.Contains("code=", address.Query, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await StoreClient.Http.PostAsync(app.Url + "/connect/authorize", json)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await StoreClient.Http.DeleteAsync(app.Url + "/connect/authorize")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await StoreClient.Http.PutAsync(app.Url + "/connect/authorize", null)).StatusCode);
    }

    [Fact]
    public async Task The_answer_can_be_posted_to_the_client()
    {
        await _browser.RegisterAsync(app);

        var page = await _browser.GetAsync(_store.AuthorizeUrl(("response_mode", "form_post")));
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains($"action=\"{app.RedirectUri}\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"code\"", html, StringComparison.Ordinal);
        Assert.Contains($"form-action 'self' {app.StoreUrl};", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_login_and_an_old_sign_in_ask_again_and_are_then_content()
    {
        var email = await _browser.RegisterAsync(app);
        Assert.Contains("code=", (await _browser.GetAsync(_store.AuthorizeUrl(("max_age", "10000")))).Headers.Location!.Query, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("prompt", "login"), ("max_age", "1"), ("max_age", "0")])
        {
            var (page, address) = await _browser.FollowAsync(_store.AuthorizeUrl((name, value)));
            Assert.Equal("/signin", address.AbsolutePath);

            var posted = await _browser.SubmitAsync(page, address, ("email", email), ("password", Browser.Password));
            var (_, end) = await _browser.FollowAsync(new Uri(address, posted.Headers.Location!).AbsoluteUri, until: app.RedirectUri);

            Assert.Contains("code=", end.Query, StringComparison.Ordinal);
            app.Clock.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task A_forged_proof_of_signing_in_again_does_not_count()
    {
        await _browser.RegisterAsync(app);

        var response = await _browser.GetAsync($"{_store.AuthorizeUrl(("prompt", "login"))}&signed_in_since=0");

        Assert.StartsWith("/signin", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
