using System.Globalization;
using System.Security.Cryptography;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>
/// Sends people to sign in, and knows them when they come back: since when a sign-in counts as the one that was demanded travels
/// in a parameter of our own, protected against forgery.
/// </summary>
internal sealed class SignInDemand(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string SignedInSince = "signed_in_since";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("authorize.signed-in-since").ToTimeLimitedDataProtector();

    /// <returns>Null when nobody was sent to sign in, or the proof is forged or too old: the demand stands.</returns>
    public DateTimeOffset? ReadSince(Parameters parameters)
    {
        try
        {
            return parameters[SignedInSince] is { } text
                ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(_protector.Unprotect(text), CultureInfo.InvariantCulture))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The oldest sign-in that will do.</summary>
    public DateTimeOffset OldestAllowed(AuthorizeRequest request, DateTimeOffset? since)
    {
        if (request.Prompts.Contains("login") || request.Prompts.Contains("select_account") || request.MaxAge == TimeSpan.Zero)
        {
            return since ?? DateTimeOffset.MaxValue;
        }

        return request.MaxAge is { } age ? since ?? clock.GetUtcNow() - age : DateTimeOffset.MinValue;
    }

    public SeeOther SendToSignIn(AuthorizeRequest request, Parameters parameters)
    {
        var since = _protector.Protect(clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Patience);
        var again = QueryHelpers.AddQueryString(Paths.Authorize,
            parameters.All.Where(p => p.Key != SignedInSince).Append(new(SignedInSince, since))!);
        var page = request.Prompts.Contains("create") ? Paths.Register : Paths.SignIn;
        return new SeeOther(QueryHelpers.AddQueryString(page, "returnUrl", again));
    }
}
