using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>Where the link in the notice to an old address leads. It asks first: programs open links too.</summary>
internal static class UndoEndpoints
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public static void MapUndo(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.UndoAddress, Show);
        routes.MapPost(Paths.UndoAddress, Undo).RequireOurForm();
    }

    private static async Task<IResult> Show(HttpContext http, AddressUndo undo, string? token, CancellationToken ct) =>
        token is { Length: 43 } && await undo.FindAsync(token, ct) is { } address ? Page.Result<Undo>(http, new Undo.Offer(token, address)) : Over(http);

    private static async Task<IResult> Undo(HttpContext http, AddressUndo undo, Throttle throttle, Microsoft.Extensions.Options.IOptions<LimitOptions> limits, CancellationToken ct)
    {
        var token = (await http.Request.ReadFormAsync(ct))["token"].ToString();
        return token.Length == 43 && await throttle.CountAsync("reset", Throttle.AddressOf(http), limits.Value.MailCodesPerAddress, Window, ct) is null && await undo.RunAsync(token, ct)
            ? new SeeOther(QueryHelpers.AddQueryString(Paths.Forgot, "done", "restored"))
            : Over(http);
    }

    private static IResult Over(HttpContext http) =>
        ErrorPage.Result(http, StatusCodes.Status404NotFound, "This link was used already, or is older than a week. If somebody else has your account, write to us.");
}
