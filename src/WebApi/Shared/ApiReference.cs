using System.Net;
using Marketplace.Application.Shared;
using Marketplace.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Shared;

/// <summary>Whether readers of the reference can sign in on it, and as which client of the identity server.</summary>
public sealed class ApiReferenceOptions
{
    public const string Section = "ApiReference";

    /// <summary>Nobody signs in on the page as long as this is empty. The identity server has the same setting.</summary>
    public string ClientId { get; set; } = "";
}

/// <summary>The API's document as a page that people read and try requests on. It asks no other site for anything but tokens.</summary>
internal static class ApiReference
{
    public const string Path = "/docs";

    private const string Assets = "/_content/Marketplace.BlazorShared/css";

    public static void MapApiReference(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, Show).AllowAnonymous().ExcludeFromDescription();

    private static ContentHttpResult Show(HttpResponse response, PublicUrls urls, IOptions<ApiReferenceOptions> options)
    {
        var client = options.Value.ClientId;
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + $"connect-src 'self'{(client.Length > 0 ? $" {urls.Identity}" : "")}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return TypedResults.Content(PageOf(urls, client), "text/html; charset=utf-8");
    }

    /// <summary>What the pages of the documentation have in their head.</summary>
    internal static string HeadOf(string title) => $"""
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{Text(title)}</title>
          <link rel="icon" type="image/svg+xml" href="/_content/Marketplace.BlazorShared/favicon.svg">
          <link rel="stylesheet" href="{Assets}/tokens.css">
          <link rel="stylesheet" href="{Assets}/base.css">
          <link rel="stylesheet" href="{Assets}/components.css">
          <link rel="stylesheet" href="/css/api-docs.css">
        </head>
        """;

    private static string PageOf(PublicUrls urls, string client) => $"""
        <!doctype html>
        <html lang="en">
        {HeadOf("Marketplace API")}
        <body>
          <header class="api-docs" id="api-docs" data-issuer="{Text(urls.Identity)}" data-client="{Text(client)}" data-redirect="{Text(urls.Api + Path)}">
            <p id="api-docs-state" role="status">Requests are sent as a guest.</p>
            <div class="api-docs__actions">
              <button type="button" class="button button--sm" id="api-docs-copy" hidden>Copy the token</button>
              <a class="button button--sm" href="{ApiGuides.Start}">How to begin</a>
              <a class="button button--sm" href="/openapi/v1.json">The document</a>
              {(client.Length > 0 ? SignIn() : "")}
            </div>
          </header>
          <noscript>The document itself is at <a href="/openapi/v1.json">/openapi/v1.json</a>.</noscript>
          <div id="api-docs-reference"></div>
          <script src="/lib/api-reference.js"></script>
          <script type="module" src="/js/api-docs.js"></script>
        </body>
        </html>
        """;

    private static string SignIn() => $"""
        <details class="api-docs__sign-in">
          <summary class="button button--primary button--sm">Sign in to try</summary>
          <form id="api-docs-form">
            <fieldset>
              <legend>What requests may do for you</legend>
              {string.Join("\n", ApiScopes.All.Select(scope =>
                  $"""<label><input type="checkbox" name="scope" value="{Text(scope.Name)}" checked><span>{Text(scope.Title)} <code>{Text(scope.Name)}</code></span></label>"""))}
            </fieldset>
            <button class="button button--primary button--sm">Sign in</button>
          </form>
        </details>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
