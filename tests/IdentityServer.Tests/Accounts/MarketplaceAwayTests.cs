using System.Net;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Accounts;

/// <summary>Here nothing listens where the API should be.</summary>
[Collection(nameof(IdentityApp))]
public sealed class MarketplaceAwayTests(IdentityApp app)
{
    [Theory]
    [InlineData("/account/profile")]
    [InlineData("/account/notifications")]
    [InlineData("/account/following")]
    [InlineData("/account/people/somebody")]
    [InlineData("/account/activity")]
    [InlineData("/account/privacy")]
    public async Task The_parts_that_live_there_say_so(string page)
    {
        using var browser = new Browser();
        await browser.RegisterAsync(app);

        var answer = await browser.GetAsync(app.Url + page);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("This part is away for a moment", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_the_account_safe_goes_on_working()
    {
        using var browser = new Browser();
        await browser.RegisterAsync(app);

        foreach (var page in (string[])["/account", "/account/passkeys", "/account/apps"])
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(app.Url + page)).StatusCode);
        }
    }
}
