using Marketplace.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>Turns a code into a session, and ends a session.</summary>
internal sealed class SignInCompletion(IdentityClient identity, AppSessions sessions, IOptions<SignInOptions> options, TimeProvider clock)
{
    /// <summary>Between the identity server's look at the sign-in and ours: the code's life, and clocks that differ.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMinutes(2);

    /// <returns>False when it is too long ago that the person showed who they are: they have to be asked, and nobody is signed in yet.</returns>
    public async Task<bool> RunAsync(HttpContext http, SignInTransaction transaction, string code, CancellationToken ct)
    {
        var answer = await identity.ExchangeCodeAsync(code, transaction.Verifier, ct);
        var idToken = await identity.VerifyIdTokenAsync(answer.IdToken, transaction.Nonce, ct);
        var user = await identity.UserInfoAsync(answer.AccessToken!, idToken.Subject, ct);
        if (!Guid.TryParse(idToken.Subject, out var userId))
        {
            throw new SignInRefusedException("the subject is no user");
        }

        if (IsTooOld(idToken, user.Roles ?? []))
        {
            return false;
        }

        await EndAsync(http, ct); // what was signed in before in this browser
        var (cookie, now) = (SignInTransaction.NewSecret(), clock.GetUtcNow());
        var tokens = new SessionTokens(answer.AccessToken!, answer.RefreshToken, answer.IdToken, now, user.Name ?? "", user.Email ?? "", user.Roles ?? [], idToken.Text("act", "sub"));
        await sessions.AddAsync(
            new(AppSessions.IdOf(cookie), userId, idToken.Text("sid") ?? "", tokens, now + TimeSpan.FromSeconds(answer.ExpiresIn), now, now + options.Value.Absolute),
            ct);
        http.Response.Cookies.Append(options.Value.CookieName(""), cookie, Cookie(options.Value.IsPersistent ? options.Value.Absolute : null));
        return true;
    }

    /// <summary>Looked at here, and not only asked for on the way through the browser, where somebody could leave it out.</summary>
    private bool IsTooOld(VerifiedToken idToken, IReadOnlyList<string> roles) =>
        options.Value.AsksAnewWhoHas.Intersect(roles).Any()
        && (idToken.Number("auth_time") is not { } seconds || clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) > options.Value.Idle + OnTheWay);

    /// <returns>The ID token of the session that ended, with which the identity server is told.</returns>
    public async Task<string?> EndAsync(HttpContext http, CancellationToken ct)
    {
        var name = options.Value.CookieName("");
        if (http.Request.Cookies[name] is not { Length: 43 } cookie)
        {
            return null;
        }

        http.Response.Cookies.Delete(name, Cookie(null));
        var id = AppSessions.IdOf(cookie);
        var session = await sessions.FindAsync(id, ct);
        await sessions.EndAsync(id, ct);
        return session?.Tokens.IdToken;
    }

    internal CookieOptions Cookie(TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = options.Value.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
        IsEssential = true,
    };
}
