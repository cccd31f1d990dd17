using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Where developers give their applications a logo, and where pages find it.</summary>
internal static class LogoEndpoints
{
    /// <summary>More than a logo may have, so that who sends too much reads it beside the field.</summary>
    private const int MaxRequest = 10 * 1024 * 1024;

    public static void MapAppLogos(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.AppLogo, Show).RequireOurPicture(MaxRequest);
        routes.MapPost(Paths.RemoveAppLogo, Remove).RequireOurForm();
        routes.MapGet(Paths.Logo, Picture);
    }

    private static Task<IResult> Show([AsParameters] DeveloperDesk desk, string id, AppLogos logos, CancellationToken ct) => desk.RecentAsync(Paths.AppPage(id), async user =>
    {
        if (await desk.FindAsync(id, user.Id, ct) is not { } client)
        {
            return desk.NotFound();
        }

        var wrong = (await desk.Http.Request.ReadFormAsync(ct)).Files.GetFile("file") is { Length: > 0 } file
            ? await logos.ShowAsync(id, user.Id, await ReadAsync(file, ct), ct)
            : "Choose a picture first.";
        return wrong is null
            ? new SeeOther(Paths.AppPage(id) + "?done=logo")
            : await desk.ShowAsync(client, AppForm.Of(client), new Dictionary<string, string> { ["file"] = wrong }, null, null, ct);
    }, ct);

    private static Task<IResult> Remove([AsParameters] DeveloperDesk desk, string id, AppLogos logos, CancellationToken ct) => desk.RecentAsync(
        Paths.AppPage(id), async user => new SeeOther(await logos.RemoveAsync(id, user.Id, ct) ? Paths.AppPage(id) + "?done=no-logo" : Paths.AppPage(id)), ct);

    private static async Task<IResult> Picture(Guid id, HttpContext http, AppLogos logos, CancellationToken ct)
    {
        if (await logos.FindAsync(id, ct) is not { } logo)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(logo.Content, logo.MediaType);
    }

    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken ct)
    {
        var content = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, ct);
        return content;
    }
}
