using Marketplace.IdentityServer.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.IdentityServer.Tests.Accounts;

/// <summary>Finds every password wrong, and counts how many it looked at.</summary>
internal sealed class CountingHasher : IPasswordHasher<User>
{
    private int _compared;
    private int _comparedWithAccounts;

    public int Compared => _compared;

    /// <summary>Of these, those that were not compared with nobody's.</summary>
    public int ComparedWithAccounts => _comparedWithAccounts;

    public string HashPassword(User user, string password) => "hash";

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _compared);
        if (user.Email is not null)
        {
            Interlocked.Increment(ref _comparedWithAccounts);
        }

        return PasswordVerificationResult.Failed;
    }
}
