using System.Net;
using AngleSharp.Html.Parser;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>A browser without a screen: it keeps cookies, follows redirects when asked to, and posts the forms of pages.</summary>
public sealed class Browser : IDisposable
{
    public const string Password = "a lantern over the quay";
    private readonly HttpClient _http;

    /// <param name="userAgent">What it says of itself.</param>
    public Browser(string? userAgent = null)
    {
        _http = new(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, MaxConnectionsPerServer = 64 })
        {
            DefaultRequestHeaders = { { "Accept", "text/html" } },
        };
        if (userAgent is not null)
        {
            _http.DefaultRequestHeaders.Add("User-Agent", userAgent);
        }
    }

    public CookieContainer Cookies { get; } = new();

    public Task<HttpResponseMessage> GetAsync(string url) => _http.GetAsync(url);

    /// <summary>Goes where redirects lead, until a page comes, or an address that <paramref name="until"/> names.</summary>
    public async Task<(HttpResponseMessage Response, Uri Address)> FollowAsync(string url, string? until = null)
    {
        var address = new Uri(url);
        for (var hop = 0; hop < 10; hop++)
        {
            var response = await _http.GetAsync(address);
            if (response.Headers.Location is not { } next)
            {
                return (response, address);
            }

            address = new Uri(address, next);
            if (until is not null && address.AbsoluteUri.StartsWith(until, StringComparison.Ordinal))
            {
                return (response, address);
            }
        }

        throw new InvalidOperationException($"{url} redirects without end.");
    }

    /// <summary>Fills in the first form of a page that has these fields and posts it. Hidden fields, the antiforgery token among them, go along.</summary>
    public Task<HttpResponseMessage> SubmitAsync(HttpResponseMessage page, Uri address, params (string Name, string Value)[] values) =>
        SubmitAsync(page, address, null, values);

    /// <summary>The same for the form that posts to <paramref name="action"/>.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(HttpResponseMessage page, Uri address, string? action, params (string Name, string Value)[] values)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var forms = document.QuerySelectorAll(action is null ? "form[method=post]" : $"form[action='{action}']");
        var form = forms.FirstOrDefault(f => values.All(v => f.QuerySelector($"[name='{v.Name}']") is not null)) ?? (forms.Length > 0 ? forms[0] : null) ?? throw new InvalidOperationException($"{address} ({page.StatusCode}) has no form: {document.Body?.TextContent}");
        var fields = form.QuerySelectorAll("input[name]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in values)
        {
            fields[name] = value;
        }

        return await PostAsync(new Uri(address, form.GetAttribute("action")).AbsoluteUri, fields);
    }

    public async Task<HttpResponseMessage> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await _http.PostAsync(url, content);
    }

    /// <summary>Sends a form with a file in it.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string url, byte[] file, params (string Name, string Value)[] fields)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "file.png" } };
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        return await _http.PostAsync(url, content);
    }

    /// <summary>Opens an account, which signs this browser in at the identity server.</summary>
    public async Task<string> RegisterAsync(IdentityApp app, string? returnUrl = null)
    {
        var email = $"{Guid.CreateVersion7():N}@example.test";
        var done = await RegisterAsync(app, new($"{app.Url}/register?returnUrl={Uri.EscapeDataString(returnUrl ?? "/")}"), email);
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        return email;
    }

    /// <summary>The same from this page, with the code that is mailed.</summary>
    public Task<HttpResponseMessage> RegisterAsync(IdentityApp app, Uri page, string email, string password = Password) => app.WithOutboxAsync(async () =>
    {
        var asked = await SubmitAsync(await GetAsync(page.AbsoluteUri), page, ("fullName", "Asha Rao"), ("email", email), ("password", password));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        var next = new Uri(page, asked.Headers.Location!);
        return await SubmitAsync(await GetAsync(next.AbsoluteUri), next, ("code", await app.CodeAsync(email, "register")));
    });

    public async Task<HttpResponseMessage> SignInAsync(IdentityApp app, string email, string password = Password)
    {
        var address = new Uri($"{app.Url}/signin");
        return await SubmitAsync(await GetAsync(address.AbsoluteUri), address, ("email", email), ("password", password));
    }

    public void Dispose() => _http.Dispose();
}
