using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Clients;

/// <summary>Somebody who makes applications, at the pages for it.</summary>
internal sealed class Developer(IdentityApp app) : IDisposable
{
    private const string TokenField = "__RequestVerificationToken";

    public Browser Browser { get; } = new();
    public string Email { get; private set; } = "";

    public void Dispose() => Browser.Dispose();

    public async Task<Developer> RegisterAsync(bool isConfirmed = true, bool isAdmin = false)
    {
        Email = await Browser.RegisterAsync(app);
        if (!isConfirmed)
        {
            await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE email = '{Email}'");
        }

        if (isAdmin)
        {
            await app.SqlAsync($"INSERT INTO identity.user_roles SELECT u.id, r.id FROM identity.users u, identity.roles r WHERE u.email = '{Email}' AND r.name = 'admin'");
        }

        return this;
    }

    public static (string, string)[] Wish(params (string Name, string Value)[] changes) =>
    [
        .. new[] { ("name", "Shelf watcher"), ("kind", "server"), ("redirectUris", "https://shelf.example/back"), ("postLogoutRedirectUris", ""), ("scopes", "vendor.catalog") }
            .Where(w => changes.All(c => c.Name != w.Item1)), .. changes,
    ];

    /// <summary>Posts the form for a new application.</summary>
    public async Task<HttpResponseMessage> CreateAsync(params (string Name, string Value)[] fields) => await PostAsync("/developer/new", "/developer", fields);

    /// <returns>Id and secret of a new application.</returns>
    public async Task<(string Id, string Secret)> MakeAsync()
    {
        using var page = await ReadAsync(await CreateAsync(Wish()));
        return (page.QuerySelector("dd code")!.TextContent, SecretOn(page)!);
    }

    public async Task<IDocument> OpenAsync(string path)
    {
        var response = await Browser.GetAsync(app.Url + path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    /// <summary>Takes the form's token from one page and posts to a path, whether or not the page offers it.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = await TokenOnAsync(page);
        return await Browser.PostAsync(app.Url + action, fields.Prepend((TokenField, token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
    }

    /// <summary>Sends a picture as the application's logo.</summary>
    public async Task<HttpResponseMessage> ShowLogoAsync(string id, byte[] picture, string? page = null) =>
        await Browser.UploadAsync($"{app.Url}/developer/apps/{id}/logo", picture, (TokenField, await TokenOnAsync(page ?? $"/developer/apps/{id}")));

    public Task<HttpResponseMessage> ActAsync(string id, string action, params (string Name, string Value)[] fields) =>
        PostAsync($"/developer/apps/{id}", $"/developer/apps/{id}{action}", fields);

    private async Task<string> TokenOnAsync(string page)
    {
        using var document = await ReadAsync(await Browser.GetAsync(app.Url + page));
        return document.QuerySelector($"input[name={TokenField}]")?.GetAttribute("value") ?? "";
    }

    public static string? SecretOn(IDocument page) => page.QuerySelector("#secret code")?.TextContent;

    public static async Task<IDocument> ReadAsync(HttpResponseMessage response) => await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
}
