using System.Net;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Accounts;

[Collection(nameof(IdentityApp))]
public sealed class SecurityTests(IdentityApp app) : IAsyncLifetime
{
    private const string Next = "another lantern by the sea";
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly StoreClient _store = new(app);
    private string _email = "";
    private string _refreshToken = "";

    private Uri Account { get; } = new(app.Url + "/account");

    public async Task InitializeAsync()
    {
        _email = await _here.RegisterAsync(app);
        await _there.SignInAsync(app, _email);
        _refreshToken = (string)(await _store.TokensAsync(_there))["refresh_token"]!;
    }

    public Task DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_new_password_signs_out_everywhere_else_and_the_old_one_is_dead()
    {
        var response = await ChangeAsync(Browser.Password, Next);

        Assert.Equal("/account?done=password", response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(_refreshToken)));
        using var again = new Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await again.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await again.SignInAsync(app, _email, Next)).StatusCode);
        Assert.Contains("account.keys_changed", app.Security.Of(await app.UserIdAsync(_email)));
    }

    [Theory]
    [InlineData("not the present one", Next, "current")]
    [InlineData(Browser.Password, "password123", "next")]
    [InlineData(Browser.Password, "short", "next")]
    public async Task What_is_wrong_is_told_at_the_field_and_nothing_changes(string current, string next, string field)
    {
        var response = await ChangeAsync(current, next);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        Assert.Equal(field, Assert.Single(page.QuerySelectorAll("input[aria-invalid=true]")).GetAttribute("name"));
        Assert.Equal(HttpStatusCode.OK, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode);
    }

    [Fact]
    public async Task Guessing_the_present_password_locks_as_guessing_at_the_door_does()
    {
        for (var i = 0; i < 5; i++)
        {
            await ChangeAsync("a guess", Next);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(Browser.Password, Next)).StatusCode);
    }

    [Fact]
    public async Task Other_browsers_can_be_signed_out()
    {
        var page = await _here.GetAsync(Account.AbsoluteUri);
        var response = await _here.SubmitAsync(page, Account, "/account/other-sessions/end");

        Assert.Equal("/account?done=sessions", response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.GetAsync(Account.AbsoluteUri)).StatusCode);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _store.RefreshAsync(_refreshToken)));
    }

    [Fact]
    public async Task Nobody_signed_in_is_sent_to_sign_in_and_foreign_forms_are_refused()
    {
        using var nobody = new Browser();

        Assert.StartsWith("/signin?returnUrl=%2Faccount", (await nobody.GetAsync(Account.AbsoluteUri)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        foreach (var path in (string[])["/account/password", "/account/other-sessions/end", "/account/sessions/end"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _here.PostAsync(app.Url + path, [new("current", Browser.Password), new("next", Next)])).StatusCode);
        }
    }

    private async Task<HttpResponseMessage> ChangeAsync(string current, string next) =>
        await _here.SubmitAsync(await _here.GetAsync(Account.AbsoluteUri), Account, "/account/password", ("current", current), ("next", next));
}
