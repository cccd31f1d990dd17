using System.Globalization;
using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.ExternalSignIns;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>The pages on which people sign in and out.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.SignIn, ShowSignIn);
        routes.MapPost(Paths.SignIn, SignIn).RequireOurForm();
        routes.MapGet(Paths.SignOut, ShowSignOut);
        routes.MapPost(Paths.SignOut, SignOut).RequireOurForm();
    }

    private static async Task<IResult> ShowSignIn(HttpContext http, IdentityDb db, string? returnUrl, string? done, CancellationToken ct) =>
        Page.Result<SignIn>(http, await SignInFormAsync(http, db, returnUrl, ct) with
        {
            HasNewPassword = done == "password",
            Refusal = done switch
            {
                "no-passkey" => "The passkey was not accepted, or it was too late. Try again, or use your password.",
                "external-known" => "There is an account with this address already. Sign in to it, and you can add Google.",
                "external-unverified" => "Google has not confirmed your mail address. Use another way in.",
                "external-failed" => "Google did not let you in, or it took too long. Try again, or use another way in.",
                "external-terms" => "Read the terms of use first. Then go on with Google once more, and your account is open.",
                "known" => "This address has an account already. Use its password or a passkey, or set a new password.",
                _ => null,
            },
        });

    private static async Task<IResult> SignIn(HttpContext http, IdentityDb db, SignInUser signIn, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (email, password, returnUrl) = (form["email"].ToString(), form["password"].ToString(), form["returnUrl"].ToString());
        var outcome = email.Length is > 0 and <= User.EmailMaxLength && password.Length > 0
            ? await signIn.TryAsync(email, password, Throttle.AddressOf(http), ct)
            : new(false);
        if (outcome.IsSignedIn || outcome.NeedsCode)
        {
            return await finish.GoOnAsync(outcome, LocalUrl.OrRoot(returnUrl), ct);
        }

        var model = await SignInFormAsync(http, db, returnUrl, ct);
        return Page.Result<SignIn>(
            http,
            model with { Email = email, Refusal = signIn.Obstacle ?? "These do not belong together, or there were too many tries. Check both, or wait a few minutes." },
            Status(http, outcome.Wait));
    }

    private static async Task<IResult> ShowSignOut(HttpContext http, BrowserSession browser, CancellationToken ct) =>
        Page.Result<SignOut>(http, (await browser.CurrentAsync(ct))?.User.Address);

    private static async Task<IResult> SignOut(BrowserSession browser, CancellationToken ct)
    {
        await browser.EndCurrentAsync("signed_out", ct);
        return new SeeOther($"{Paths.SignOut}?done=1");
    }

    private static async Task<SignIn.Form> SignInFormAsync(HttpContext http, IdentityDb db, string? returnUrl, CancellationToken ct)
    {
        var local = LocalUrl.OrRoot(returnUrl);
        var hint = await LetFormReturnAsync(http, db, local, ct);
        return new(local, QueryHelpers.AddQueryString(Paths.Register, "returnUrl", local), QueryHelpers.AddQueryString(Paths.Forgot, "returnUrl", local), IsTexted(http), ExternalEndpoints.AllowGoogle(http), await CurrentTermsAsync(http, ct), hint);
    }

    /// <summary>After the form the browser is redirected to the client, whose address the page's policy must therefore allow.</summary>
    /// <returns>Who the client expects, if it said so.</returns>
    internal static async Task<string?> LetFormReturnAsync(HttpContext http, IdentityDb db, string returnUrl, CancellationToken ct)
    {
        if (!returnUrl.StartsWith(Paths.Authorize + "?", StringComparison.Ordinal))
        {
            return null;
        }

        var given = Parameters.FromQuery(returnUrl[Paths.Authorize.Length..]);
        var clientId = given["client_id"];
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId && c.IsEnabled, ct);
        var query = client is not null && given["request_uri"] is { } reference && PushedRequests.IsReference(reference)
            ? await http.RequestServices.GetRequiredService<PushedRequests>().OpenAsync(reference, client.Id, ct) ?? given
            : given;
        if (client is not null && query["redirect_uri"] is { } address && Clients.RedirectUris.IsRegistered(client, address))
        {
            SecurityHeaders.AllowFormTo(http, address);
        }

        return query["login_hint"] is { Length: <= User.EmailMaxLength } hint ? hint : null;
    }

    internal static Task<int?> CurrentTermsAsync(HttpContext http, CancellationToken ct) => http.RequestServices.GetRequiredService<TermsBook>().CurrentAsync(ct);

    private static bool IsTexted(HttpContext http) => http.RequestServices.GetRequiredService<SmsLimits>().IsOffered;

    internal static int Status(HttpContext http, TimeSpan? wait)
    {
        if (wait is not { } time)
        {
            return StatusCodes.Status400BadRequest;
        }

        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return StatusCodes.Status429TooManyRequests;
    }
}
