using System.Net;
using AngleSharp.Html.Parser;

namespace Marketplace.Hosts.Tests;

/// <summary>A browser without a screen, at an address of its own. It keeps cookies as browsers do, and every answer it got.</summary>
internal sealed class Visitor(Hosts hosts, string from = "203.0.113.9") : IDisposable
{
    private const string Password = "a lantern over the quay";
    private readonly HttpClient _http = new(hosts.Proxy(from));
    private readonly CookieContainer _cookies = new();

    public string Email { get; } = $"{Guid.CreateVersion7():N}@example.test";

    public string FullName { get; init; } = "Asha Rao";

    public List<(Uri Address, HttpResponseMessage Answer)> Seen { get; } = [];

    public void Dispose() => _http.Dispose();

    public void Forget(string host, string cookie) => _cookies.SetCookies(new(host), $"{cookie}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; secure");

    public void Keep(string host, string cookie, string value) => _cookies.SetCookies(new(host), $"{cookie}={value}; path=/; secure");

    public string CookiesFor(string host) => _cookies.GetCookieHeader(new Uri(host));

    public Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var uri = new Uri(address);
        using var request = new HttpRequestMessage(method, uri) { Content = content };
        request.Headers.Add("Accept", "text/html");
        if (_cookies.GetCookieHeader(uri) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await _http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            _cookies.SetCookies(uri, cookie);
        }

        await answer.Content.LoadIntoBufferAsync();
        Seen.Add((uri, answer));
        return answer;
    }

    /// <summary>Goes where redirects lead.</summary>
    public async Task<(Uri Address, HttpResponseMessage Answer)> FollowAsync(Uri address, HttpResponseMessage? first = null)
    {
        var answer = first ?? await GetAsync(address.AbsoluteUri);
        for (var hops = 0; answer.Headers.Location is { } next && hops < 15; hops++)
        {
            address = new Uri(address, next);
            answer = await GetAsync(address.AbsoluteUri);
        }

        return (address, answer);
    }

    /// <summary>Opens an account on the way into a host.</summary>
    public async Task RegisterAsync(string host)
    {
        var (address, page) = await FollowAsync(new($"{host}/signin?register=true"));
        Assert.StartsWith(Hosts.Identity + "/register", address.AbsoluteUri, StringComparison.Ordinal);
        var (codePage, asked) = await FollowAsync(address, await SubmitAsync(address, page, ("fullName", FullName), ("email", Email), ("password", Password)));
        Assert.StartsWith(Hosts.Identity + "/register/code", codePage.AbsoluteUri, StringComparison.Ordinal);
        var (back, _) = await FollowAsync(codePage, await SubmitAsync(codePage, asked, ("code", await hosts.CodeAsync(Email))));
        Assert.StartsWith(host, back.AbsoluteUri, StringComparison.Ordinal);
    }

    /// <summary>Posts the first form of a page that leads to the page itself, hidden fields included.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(Uri address, HttpResponseMessage page, params (string Name, string Value)[] values)
    {
        var fields = (await FieldsAsync(page)).Where(f => values.All(v => v.Name != f.Name)).Concat(values);
        return await SendAsync(HttpMethod.Post, address.GetLeftPart(UriPartial.Path), new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
    }

    public static async Task<IReadOnlyList<(string Name, string Value)>> FieldsAsync(HttpResponseMessage page)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        return [.. document.QuerySelectorAll("form[method=post] input[type=hidden][name]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? "")).DistinctBy(f => f.Item1)];
    }
}
