using System.Net;
using Marketplace.Application.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Shared;

/// <summary>The guides for programs of others, as <c>docs/</c> has them, with the addresses of this marketplace.</summary>
internal static class ApiGuides
{
    public const string Start = ApiReference.Path + "/guide";
    public const string SignIn = ApiReference.Path + "/sign-in";

    private static readonly (string Path, string File, string Name)[] Guides = [(Start, "api.md", "Build on the API"), (SignIn, "oauth.md", "Applications and sign-in")];

    public static void MapApiGuides(this IEndpointRouteBuilder routes)
    {
        var urls = routes.ServiceProvider.GetRequiredService<PublicUrls>();
        foreach (var (path, file, name) in Guides)
        {
            var page = new Lazy<string>(() => PageOf(GuideText.ToHtml(Read(file, urls), LinkOf), file, name));
            routes.MapGet(path, (HttpResponse response) => Show(response, page.Value)).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static ContentHttpResult Show(HttpResponse response, string page)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return TypedResults.Content(page, "text/html; charset=utf-8");
    }

    /// <summary>The guides are written for the demo on one's own machine.</summary>
    private static string Read(string file, PublicUrls urls)
    {
        using var reader = new StreamReader(typeof(ApiGuides).Assembly.GetManifestResourceStream($"guides/{file}")!);
        return reader.ReadToEnd().Replace("http://localhost:5000", urls.Api, StringComparison.Ordinal).Replace("http://localhost:5001", urls.Identity, StringComparison.Ordinal)
            .Replace("{Urls:Identity}", urls.Identity, StringComparison.Ordinal);
    }

    /// <summary>Other guides have pages here, and places of this page stay; what is only in the repository has no address.</summary>
    private static string? LinkOf(string target)
    {
        var (file, place) = target.Split('#', 2) is [var before, var after] ? (before, $"#{after}") : (target, "");
        return target.StartsWith("https://", StringComparison.Ordinal) || file.Length == 0 ? target
            : Guides.FirstOrDefault(g => g.File == file).Path is { } path ? path + place
            : null;
    }

    private static string PageOf(string body, string file, string name) => $"""
        <!doctype html>
        <html lang="en">
        {ApiReference.HeadOf($"{name} · Marketplace API")}
        <body>
          <header class="api-docs">
            <nav class="api-docs__actions" aria-label="Guides">
              {string.Join("\n", Guides.Select(g => $"""<a class="button button--sm" href="{g.Path}"{(g.File == file ? " aria-current=\"page\"" : "")}>{WebUtility.HtmlEncode(g.Name)}</a>"""))}
              <a class="button button--sm" href="{ApiReference.Path}">Every route</a>
            </nav>
          </header>
          <main class="api-guide" id="main">
        {body}
          </main>
        </body>
        </html>
        """;
}
