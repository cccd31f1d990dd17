using System.Net;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.SecondFactors;

/// <summary>Somebody's app that makes codes, set up in a browser that is signed in.</summary>
internal sealed class Phone(IdentityApp app, byte[] secret, IReadOnlyList<string> recoveryCodes)
{
    private long _last;

    public byte[] Secret => secret;
    public IReadOnlyList<string> RecoveryCodes => recoveryCodes;

    /// <summary>A code that was not given before; the clock goes on when the app has nothing new to show.</summary>
    public string NextCode()
    {
        if (Totp.StepAt(app.Clock.GetUtcNow()) <= _last)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30) * (_last - Totp.StepAt(app.Clock.GetUtcNow()) + 1));
        }

        _last = Totp.StepAt(app.Clock.GetUtcNow());
        return Totp.CodeAt(secret, _last);
    }

    public static async Task<Phone> SetUpAsync(IdentityApp app, Browser browser, string returnUrl = "/account")
    {
        var page = await BeginAsync(app, browser, returnUrl);
        var phone = new Phone(app, await SecretOnAsync(page), []);
        var sheet = await browser.SubmitAsync(page, Address(app), "/account/second-factor/confirm", ("code", phone.NextCode()));
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
        return new(app, phone.Secret, await CodesOnAsync(sheet)) { _last = phone._last };
    }

    /// <returns>The page that shows the key.</returns>
    public static async Task<HttpResponseMessage> BeginAsync(IdentityApp app, Browser browser, string returnUrl = "/account")
    {
        var address = Address(app);
        var begun = await browser.SubmitAsync(await browser.GetAsync($"{address}?returnUrl={Uri.EscapeDataString(returnUrl)}"), address, "/account/second-factor/begin");
        return await browser.GetAsync(new Uri(address, begun.Headers.Location!).AbsoluteUri);
    }

    public static async Task<IReadOnlyList<string>> CodesOnAsync(HttpResponseMessage sheet)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await sheet.Content.ReadAsStringAsync());
        return [.. document.QuerySelectorAll("ol code").Select(c => c.TextContent)];
    }

    public static async Task<byte[]> SecretOnAsync(HttpResponseMessage page)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var text = document.QuerySelector("ol code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains($"secret={text}&", document.QuerySelector("ol a")!.GetAttribute("href"), StringComparison.Ordinal);
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    public static Uri Address(IdentityApp app) => new(app.Url + "/account/second-factor");
}
