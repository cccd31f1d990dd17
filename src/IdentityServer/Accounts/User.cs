using Marketplace.Contracts.Identity;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.IdentityServer.Accounts;

internal sealed class User : IdentityUser<Guid>
{
    public const int NameMaxLength = 100;
    public const int EmailMaxLength = 254;
    public const int PhoneMaxLength = 20;
    public const int ReasonMaxLength = 500;

    public string FullName { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Switched off by an admin. Unlike a lockout it has no end.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Why; its owner reads it when signing in.</summary>
    public string? SuspendedBecause { get; set; }

    /// <summary>From then on the password opens nothing: another has to be set by mail first.</summary>
    public DateTimeOffset? PasswordResetSince { get; set; }

    /// <summary>From when on this account must have a second factor; null while it need not, or has not signed in since it must.</summary>
    public DateTimeOffset? SecondFactorDueAt { get; set; }

    /// <summary>Since when the first steps are shown no more: all were done, or they were put away.</summary>
    public DateTimeOffset? FirstStepsEndedAt { get; set; }

    /// <summary>Where to reach this person; it signs in too. Who has no mail address has a phone that is confirmed.</summary>
    public string Address => Email ?? PhoneNumber ?? "";

    /// <summary>What a password must not be: the first part of the mail address, or the number.</summary>
    public string AddressName => Address.Split('@')[0];

    /// <summary>How often in a row the account was locked; each time doubles the next lockout, up to a limit.</summary>
    public int LockoutRound { get; set; }
}

internal sealed class Role : IdentityRole<Guid>
{
    public const string Customer = "customer";

    /// <summary>The super administrator, who may do everything.</summary>
    public const string Admin = AdminRoleNames.Super;

    /// <summary>Of everybody who has a part in running the marketplace.</summary>
    public static readonly IReadOnlyList<string> Administrators = AdminRoleNames.All;
}
