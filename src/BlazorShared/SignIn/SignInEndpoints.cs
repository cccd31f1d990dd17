using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

public static class SignInPaths
{
    /// <summary>Starts a sign-in: <c>/signin?returnUrl=/checkout</c>, and <c>&amp;register=true</c> to open an account first, or <c>&amp;again=true</c> for somebody who is signed in and has to show it anew.</summary>
    public const string SignIn = "/signin";

    internal const string Callback = "/signin/callback";

    /// <summary>Ends it, here and at the identity server. Takes a form with our antiforgery token.</summary>
    public const string SignOut = "/signout";
}

internal static partial class SignInEndpoints
{
    public static void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.SignIn, Start).AllowAnonymous();
        routes.MapGet(SignInPaths.Callback, Callback).AllowAnonymous();
        routes.MapPost(SignInPaths.SignOut, SignOut).AllowAnonymous().DisableAntiforgery(); // checked by hand, to answer kindly
    }

    private static RedirectHttpResult Start(HttpContext http, SignInTransactions transactions, IOptions<SignInOptions> options, string? returnUrl, bool register = false, bool again = false)
    {
        NoStore(http);
        var transaction = SignInTransaction.Start(LocalUrl.OrRoot(returnUrl));
        transactions.Save(http, transaction);
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.Value.ClientId,
            ["redirect_uri"] = options.Value.Self + SignInPaths.Callback,
            ["scope"] = options.Value.Scope,
            ["state"] = transaction.State,
            ["nonce"] = transaction.Nonce,
            ["code_challenge"] = transaction.Challenge,
            ["code_challenge_method"] = "S256",
        };
        if (register)
        {
            query["prompt"] = "create";
        }
        else if (again)
        {
            query["prompt"] = "login";
        }

        return TypedResults.Redirect(QueryHelpers.AddQueryString(options.Value.Identity + "/connect/authorize", query));
    }

    private static async Task<IResult> Callback(
        HttpContext http, SignInTransactions transactions, SignInCompletion completion, IOptions<SignInOptions> options,
        ILogger<SignInCompletion> log, CancellationToken ct)
    {
        NoStore(http);
        var (state, code, issuer, error) = (One(http, "state"), One(http, "code"), One(http, "iss"), One(http, "error"));
        if (transactions.Take(http, state) is not { } transaction)
        {
            LogRefused(log, "no such transaction in this browser");
            return Failed("/", StatusCodes.Status400BadRequest);
        }

        if (issuer != options.Value.Identity || error is not null || code is null)
        {
            LogRefused(log, error is null ? "no code, or one of another issuer" : "the identity server refused");
            return Failed(transaction.ReturnUrl, StatusCodes.Status400BadRequest);
        }

        try
        {
            return await completion.RunAsync(http, transaction, code, ct)
                ? TypedResults.LocalRedirect(transaction.ReturnUrl)
                : TypedResults.LocalRedirect(QueryHelpers.AddQueryString(SignInPaths.SignIn, new Dictionary<string, string?> { ["again"] = "true", ["returnUrl"] = transaction.ReturnUrl }));
        }
        catch (SignInRefusedException refused)
        {
            LogRefused(log, refused.Message);
            return Failed(transaction.ReturnUrl, StatusCodes.Status400BadRequest);
        }
        catch (Exception away) when (away is HttpRequestException or Tokens.KeysUnavailableException)
        {
            LogUnavailable(log, away);
            http.Response.Headers.RetryAfter = "5";
            return Failed(transaction.ReturnUrl, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> SignOut(
        HttpContext http, IAntiforgery antiforgery, SignInCompletion completion, IOptions<SignInOptions> options, CancellationToken ct)
    {
        NoStore(http);
        if (!await IsOurFormAsync(http, antiforgery))
        {
            return Failed("/", StatusCodes.Status400BadRequest);
        }

        var idToken = await completion.EndAsync(http, ct);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        if (idToken is null)
        {
            return TypedResults.LocalRedirect("/");
        }

        var query = new Dictionary<string, string?> { ["id_token_hint"] = idToken, ["post_logout_redirect_uri"] = options.Value.Self + "/" };
        return TypedResults.Redirect(QueryHelpers.AddQueryString(options.Value.Identity + "/connect/endsession", query));
    }

    private static RazorComponentResult<SignInFailed> Failed(string returnUrl, int status) =>
        new(new { ReturnUrl = returnUrl, IsOurFault = status >= StatusCodes.Status500InternalServerError }) { StatusCode = status };

    private static async Task<bool> IsOurFormAsync(HttpContext http, IAntiforgery antiforgery)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return false; // a body that is no readable form
        }
    }

    private static string? One(HttpContext http, string name) => http.Request.Query[name] is [{ Length: > 0 and <= 4096 } value] ? value : null;

    private static void NoStore(HttpContext http) => http.Response.Headers.CacheControl = "no-store";

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in was refused: {Reason}")]
    private static partial void LogRefused(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sign-in failed because the identity server could not be reached")]
    private static partial void LogUnavailable(ILogger log, Exception because);
}
