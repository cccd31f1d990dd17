using System.Net;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Tests.SignIn;

/// <summary>A browser that is left alone with the portal open asks who is there, although the identity server still knows.</summary>
[Collection(nameof(IdentityApp))]
public sealed class PortalSessionTests(IdentityApp app) : IAsyncLifetime
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(3.2); // what the app remembers
    private readonly RelyingApp _store = new(app);
    private readonly Browser _browser = new();
    private WebApplication _portal = null!;
    private string _email = "";

    private string Page => app.PortalUrl + "/whoami";

    public async Task InitializeAsync()
    {
        await _store.StartAsync();
        _portal = _store.Portal();
        await _portal.StartAsync();
        _email = await _browser.RegisterAsync(app);
        await app.SqlAsync($"INSERT INTO identity.user_roles (user_id, role_id) SELECT u.id, r.id FROM identity.users u, identity.roles r WHERE u.email = '{_email}' AND r.name = 'dispatch'");
        Assert.Equal(Page, (await _browser.FollowAsync(Page)).Address.AbsoluteUri);
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _portal.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task After_half_an_hour_without_a_request_the_password_is_asked_for()
    {
        await WorkAsync(TimeSpan.FromMinutes(29));
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await Task.Delay(Forgotten);

        var (page, address) = await _browser.FollowAsync(Page);

        Assert.StartsWith(app.Url + "/signin?", address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(app.Url + "/account")).StatusCode); // and it still knows
        await _browser.SubmitAsync(page, address, ("email", _email), ("password", Browser.Password));
        Assert.Equal(Page, (await _browser.FollowAsync(Page)).Address.AbsoluteUri);
    }

    [Fact]
    public async Task After_twelve_hours_of_work_it_is_asked_for_too()
    {
        for (var worked = TimeSpan.Zero; worked < TimeSpan.FromHours(11.5); worked += TimeSpan.FromMinutes(25))
        {
            await WorkAsync(TimeSpan.FromMinutes(25));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(25));
        await Task.Delay(Forgotten);

        Assert.StartsWith(app.Url + "/signin?", (await _browser.FollowAsync(Page)).Address.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_the_question_out_on_the_way_signs_nobody_in()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        await Task.Delay(Forgotten);
        var asked = (await _browser.GetAsync(app.PortalUrl + "/signin?again=true")).Headers.Location!;
        var query = QueryHelpers.ParseQuery(asked.Query).Where(p => p.Key != "prompt").ToDictionary(p => p.Key, p => (string?)p.Value.ToString());
        Assert.Equal("login", QueryHelpers.ParseQuery(asked.Query)["prompt"]);

        var answer = await _browser.GetAsync(QueryHelpers.AddQueryString(asked.GetLeftPart(UriPartial.Path), query));
        var done = await _browser.GetAsync(answer.Headers.Location!.AbsoluteUri);

        Assert.Contains("code=", answer.Headers.Location.Query, StringComparison.Ordinal);
        Assert.StartsWith("/signin?again=true", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await _browser.GetAsync(Page)).StatusCode);
    }

    [Fact]
    public async Task A_riders_phone_that_slept_goes_on()
    {
        await app.SqlAsync($"DELETE FROM identity.user_roles r USING identity.users u WHERE u.id = r.user_id AND u.email = '{_email}' AND r.role_id = (SELECT id FROM identity.roles WHERE name = 'dispatch')");
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        await Task.Delay(Forgotten);

        Assert.Equal(Page, (await _browser.FollowAsync(Page)).Address.AbsoluteUri);
    }

    [Fact]
    public async Task The_store_asks_for_nothing_a_day_later()
    {
        await _browser.FollowAsync(_store.Url + "/whoami");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Task.Delay(Forgotten);

        Assert.Equal(_store.Url + "/whoami", (await _browser.FollowAsync(_store.Url + "/whoami")).Address.AbsoluteUri);
    }

    /// <summary>Time goes by, and then a page is opened.</summary>
    private async Task WorkAsync(TimeSpan time)
    {
        app.Clock.Advance(time);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(Page)).StatusCode);
    }
}
