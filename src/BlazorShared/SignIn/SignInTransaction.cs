using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>One attempt to sign in. Its secrets are bound to the browser by a cookie of its own, so two tabs do not disturb each other.</summary>
internal sealed record SignInTransaction(string State, string Nonce, string Verifier, string ReturnUrl)
{
    public static SignInTransaction Start(string returnUrl) => new(NewSecret(), NewSecret(), NewSecret(), returnUrl);

    public string Challenge => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static string NewSecret() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
}

/// <summary>Keeps the transactions in the browser's cookies, encrypted and for a quarter of an hour.</summary>
internal sealed class SignInTransactions(IDataProtectionProvider protection, IOptions<SignInOptions> options)
{
    private const int MaxAtOnce = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("sign-in-transaction.v1").ToTimeLimitedDataProtector();

    public void Save(HttpContext http, SignInTransaction transaction)
    {
        // Attempts that were given up; a browser that collects them would send too long a header.
        var prefix = options.Value.CookieName("-t");
        foreach (var old in http.Request.Cookies.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Skip(MaxAtOnce - 1))
        {
            http.Response.Cookies.Delete(old, Cookie(null));
        }

        var text = _protector.Protect(JsonSerializer.Serialize(transaction), Life);
        http.Response.Cookies.Append(NameOf(transaction.State), text, Cookie(Life));
    }

    /// <summary>Takes the transaction out of the browser: a second callback with the same state finds nothing.</summary>
    public SignInTransaction? Take(HttpContext http, string? state)
    {
        if (state is not { Length: 43 } || !state.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || http.Request.Cookies[NameOf(state)] is not { } text)
        {
            return null;
        }

        http.Response.Cookies.Delete(NameOf(state), Cookie(null));
        try
        {
            var transaction = JsonSerializer.Deserialize<SignInTransaction>(_protector.Unprotect(text));
            return transaction?.State == state ? transaction : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private string NameOf(string state) => options.Value.CookieName("-t" + state[..8]);

    private CookieOptions Cookie(TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = options.Value.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
        IsEssential = true,
    };
}
