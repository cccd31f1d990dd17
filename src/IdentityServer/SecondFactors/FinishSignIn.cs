using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.IdentityServer.SecondFactors;

/// <summary>What follows the first key: at once where somebody wanted to go, or the code first, or a word about what is owed.</summary>
internal sealed class FinishSignIn(
    SecondFactor factor, SecondFactorDuty duty, HalfSignIn half, SignInUser signIn, BrowserSession browser, UserEvents events, SecurityLog security)
{
    /// <param name="returnUrl">An address of ours.</param>
    public async Task<IResult> GoOnAsync(SignInOutcome outcome, string returnUrl, CancellationToken ct)
    {
        if (outcome.NeedsCode)
        {
            return new SeeOther(QueryHelpers.AddQueryString(Paths.SignInCode, "returnUrl", returnUrl));
        }

        var isOwed = await browser.CurrentAsync(ct) is { } current && !SignInMethods.IsStrong(current.Session.Method) && await duty.RemindAsync(current.User, ct) is not null;
        return new SeeOther(isOwed ? QueryHelpers.AddQueryString(Paths.SecondFactor, "returnUrl", returnUrl) : returnUrl);
    }

    /// <summary>The second half of a sign-in.</summary>
    /// <param name="method">Of the first.</param>
    public async Task<Proof> ProveAsync(User user, string method, string code, CancellationToken ct)
    {
        var proof = await factor.ProveAsync(user, code, ct);
        if (proof is Proof.None or Proof.TooManyTries)
        {
            security.Tell(SecurityEvent.SecondStepRefused, user.Id);
            return proof;
        }

        half.End();
        await signIn.StartAsync(user, SignInMethods.WithCode(method), ct);
        if (proof == Proof.RecoveryCode)
        {
            await events.KeysChangedAsync(user, KeyChange.RecoveryCodeUsed, ct);
        }

        return proof;
    }
}
