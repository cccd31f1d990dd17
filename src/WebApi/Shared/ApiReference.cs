using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Shared;

/// <summary>The API's document as a page that people read and try requests on. It asks no other site for anything.</summary>
internal static class ApiReference
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Marketplace API</title>
          <link rel="icon" type="image/svg+xml" href="/_content/Marketplace.BlazorShared/favicon.svg">
        </head>
        <body>
          <noscript>The document itself is at <a href="/openapi/v1.json">/openapi/v1.json</a>.</noscript>
          <script id="api-reference" data-url="/openapi/v1.json"
                  data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"showDeveloperTools":"never","agent":{"disabled":true},"mcp":{"disabled":true}}'></script>
          <script src="/lib/api-reference.js"></script>
        </body>
        </html>
        """;

    public static void MapApiReference(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/docs", Show).AllowAnonymous().ExcludeFromDescription();

    private static ContentHttpResult Show(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Content(Page, "text/html; charset=utf-8");
    }
}
