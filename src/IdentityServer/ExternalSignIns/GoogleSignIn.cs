using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.ExternalSignIns;

internal sealed class GoogleOptions
{
    public const string Section = "ExternalSignIn:Google";

    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
    public string AuthorizationEndpoint { get; set; } = "https://accounts.google.com/o/oauth2/v2/auth";
    public string TokenEndpoint { get; set; } = "https://oauth2.googleapis.com/token";
    public string UserInfoEndpoint { get; set; } = "https://openidconnect.googleapis.com/v1/userinfo";

    public bool IsOffered => !string.IsNullOrWhiteSpace(ClientId) && !string.IsNullOrWhiteSpace(ClientSecret);
}

/// <summary>
/// Google signs a person in, by the framework's OAuth handler: code with PKCE, state bound to the browser by a cookie, and who it is from
/// Google's userinfo. What it says waits in a sealed cookie of this browser for our own pages to act on.
/// </summary>
internal static class GoogleSignIn
{
    public const string Scheme = "google";
    public const string Name = "Google";

    /// <summary>Of the cookie.</summary>
    public const string Waiting = "external";
    public const string Subject = "sub";
    public const string Email = "email";
    public const string IsVerified = "email_verified";
    public const string FullName = "name";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static void AddGoogleSignIn(this IServiceCollection services, IConfiguration configuration, bool https)
    {
        services.AddOptions<GoogleOptions>().BindConfiguration(GoogleOptions.Section);
        if (configuration.GetSection(GoogleOptions.Section).Get<GoogleOptions>() is not { IsOffered: true } google)
        {
            return;
        }

        var secure = https ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        services.AddAuthentication()
            .AddCookie(Waiting, cookie =>
            {
                cookie.Cookie.Name = https ? "__Host-identity-external" : "marketplace.identity.external";
                cookie.Cookie.SecurePolicy = secure;
                cookie.Cookie.SameSite = SameSiteMode.Lax; // the browser comes from Google
                cookie.ExpireTimeSpan = Patience;
                cookie.SlidingExpiration = false;
            })
            .AddOAuth(Scheme, Name, oauth =>
            {
                (oauth.ClientId, oauth.ClientSecret) = (google.ClientId!, google.ClientSecret!);
                (oauth.AuthorizationEndpoint, oauth.TokenEndpoint, oauth.UserInformationEndpoint) = (google.AuthorizationEndpoint, google.TokenEndpoint, google.UserInfoEndpoint);
                oauth.CallbackPath = Paths.GoogleCallback;
                oauth.SignInScheme = Waiting;
                oauth.UsePkce = true;
                oauth.SaveTokens = false;
                oauth.Scope.Add("openid");
                oauth.Scope.Add("email");
                oauth.Scope.Add("profile");
                oauth.RemoteAuthenticationTimeout = Patience;
                oauth.BackchannelTimeout = TimeSpan.FromSeconds(10);
                oauth.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
                oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
                oauth.CorrelationCookie.SecurePolicy = secure;
                foreach (var claim in (string[])[Subject, Email, IsVerified, FullName])
                {
                    oauth.ClaimActions.MapJsonKey(claim, claim);
                }

                oauth.Events.OnCreatingTicket = AskWhoAsync;
                oauth.Events.OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    context.Response.StatusCode = StatusCodes.Status303SeeOther;
                    context.Response.Headers.Location = QueryHelpers.AddQueryString(Paths.SignIn, "done", "external-failed");
                    return Task.CompletedTask;
                };
            });
    }

    private static async Task AskWhoAsync(OAuthCreatingTicketContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, context.Options.UserInformationEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        using var answer = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        answer.EnsureSuccessStatusCode();
        using var person = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(context.HttpContext.RequestAborted));
        context.RunClaimActions(person.RootElement);
    }
}
