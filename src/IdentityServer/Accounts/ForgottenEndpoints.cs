using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>The two pages of a forgotten password: ask for a code, then give it with the new password.</summary>
internal static class ForgottenEndpoints
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public static void MapForgotten(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Forgot, (HttpContext http, string? returnUrl, string? done) =>
            Page.Result<Forgot>(http, new Forgot.Form(LocalUrl.OrRoot(returnUrl), IsRestored: done == "restored")));
        routes.MapPost(Paths.Forgot, Ask).RequireOurForm();
        routes.MapPost(Paths.Reset, Reset).RequireOurForm();
    }

    private static async Task<IResult> Ask(HttpContext http, ResetPassword reset, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (email, returnUrl) = (form["email"].ToString().Trim(), LocalUrl.OrRoot(form["returnUrl"]));
        if (email.Length is 0 or > User.EmailMaxLength || (!email.Contains('@') && PhoneText.Normalize(email) is null))
        {
            return Page.Result<Forgot>(http, new Forgot.Form(returnUrl, email, "Enter the email address or the mobile number of your account."), StatusCodes.Status400BadRequest);
        }

        return await reset.AskAsync(email, Throttle.AddressOf(http), ct) is { } wait
            ? Page.Result<Forgot>(
                http, new Forgot.Form(returnUrl, email, "Many codes were asked for from your network just now. Try again in a few minutes."), AccountEndpoints.Status(http, wait))
            : Page.Result<Reset>(http, new Reset.Form(returnUrl, email, NoErrors));
    }

    private static async Task<IResult> Reset(HttpContext http, ResetPassword reset, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (email, returnUrl) = (form["email"].ToString().Trim(), LocalUrl.OrRoot(form["returnUrl"]));
        if (email.Length is 0 or > User.EmailMaxLength)
        {
            return new SeeOther(Paths.Forgot);
        }

        var errors = await reset.RunAsync(email, form["code"].ToString(), form["next"].ToString(), Throttle.AddressOf(http), ct);
        return errors.Count == 0
            ? new SeeOther($"{Paths.SignIn}?done=password&returnUrl={Uri.EscapeDataString(returnUrl)}")
            : Page.Result<Reset>(http, new Reset.Form(returnUrl, email, errors), StatusCodes.Status400BadRequest);
    }
}
