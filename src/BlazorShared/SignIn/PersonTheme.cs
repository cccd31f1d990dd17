using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>
/// Draws people their pages in the light that they chose last. What was chosen on this device goes to their preferences; otherwise the
/// device takes over what was chosen on another, within seconds. Support in somebody's place keeps its own.
/// </summary>
public sealed class PersonTheme(RequestDelegate next, IOptions<SignInOptions> options)
{
    public async Task InvokeAsync(HttpContext http, ProfileClient profile)
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            && http.User.Identity is { IsAuthenticated: true } && !http.User.HasClaim(c => c.Type == SignInClaims.Actor))
        {
            await MeetAsync(http, profile, options.Value.IsHttps, http.RequestAborted);
        }

        await next(http);
    }

    /// <summary>Brings device and preferences together, once in a few seconds. When these cannot be had, the page comes as the device has it.</summary>
    public static async Task MeetAsync(HttpContext http, ProfileClient profile, bool isHttps, CancellationToken ct)
    {
        if (ThemeCookie.HasLooked(http, isHttps))
        {
            return;
        }

        try
        {
            if (ThemeCookie.Fresh(http) is { } chosen)
            {
                await KeepAsync(profile, chosen, ct);
                ThemeCookie.Write(http, chosen, isKept: true, isHttps);
            }
            else if ((await profile.PreferencesAsync(ct)).Theme.ToLowerInvariant() is var known && (known != ThemeCookie.Of(http) || !ThemeCookie.IsKept(http)))
            {
                ThemeCookie.Write(http, known, isKept: true, isHttps);
            }
        }
        catch (Exception away) when (away is ApiException or HttpRequestException || (away is OperationCanceledException && !http.RequestAborted.IsCancellationRequested))
        {
            // The colours of a page are no reason not to show it.
        }

        ThemeCookie.Look(http, isHttps);
    }

    public static async Task KeepAsync(ProfileClient profile, string theme, CancellationToken ct)
    {
        var known = await profile.PreferencesAsync(ct);
        if (theme.ToUpperInvariant() is var wanted && wanted != known.Theme)
        {
            await profile.PreferAsync(known with { Theme = wanted }, ct);
        }
    }
}
