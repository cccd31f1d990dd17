using Marketplace.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>Turns a code into a session, and ends a session.</summary>
internal sealed class SignInCompletion(IdentityClient identity, AppSessions sessions, IOptions<SignInOptions> options, TimeProvider clock)
{
    /// <summary>Between the identity server's look at the sign-in and ours: the code's life, and clocks that differ.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMinutes(2);

    public async Task RunAsync(HttpContext http, SignInTransaction transaction, string code, CancellationToken ct)
    {
        var answer = await identity.ExchangeCodeAsync(code, transaction.Verifier, ct);
        var idToken = await identity.VerifyIdTokenAsync(answer.IdToken, transaction.Nonce, ct);
        RefuseIfTooOld(idToken);
        var user = await identity.UserInfoAsync(answer.AccessToken!, idToken.Subject, ct);
        if (!Guid.TryParse(idToken.Subject, out var userId))
        {
            throw new SignInRefusedException("the subject is no user");
        }

        await EndAsync(http, ct); // what was signed in before in this browser
        var (cookie, now) = (SignInTransaction.NewSecret(), clock.GetUtcNow());
        var tokens = new SessionTokens(answer.AccessToken!, answer.RefreshToken, answer.IdToken, now, user.Name ?? "", user.Email ?? "", user.Roles ?? [], idToken.Text("act", "sub"));
        await sessions.AddAsync(
            new(AppSessions.IdOf(cookie), userId, idToken.Text("sid") ?? "", tokens, now + TimeSpan.FromSeconds(answer.ExpiresIn), now, now + options.Value.Absolute),
            ct);
        http.Response.Cookies.Append(options.Value.CookieName(""), cookie, Cookie(options.Value.IsPersistent ? options.Value.Absolute : null));
    }

    /// <summary>What we asked the identity server for went through the browser, where somebody could have left it out.</summary>
    private void RefuseIfTooOld(VerifiedToken idToken)
    {
        if (options.Value.AsksAnew
            && (idToken.Number("auth_time") is not { } seconds || clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) > options.Value.Idle + OnTheWay))
        {
            throw new SignInRefusedException("the person showed too long ago who they are");
        }
    }

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
