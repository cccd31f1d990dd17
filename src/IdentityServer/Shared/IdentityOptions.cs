using System.ComponentModel.DataAnnotations;

namespace Marketplace.IdentityServer.Shared;

/// <summary>The public addresses, without a slash at the end. The issuer is <see cref="Identity"/>, whatever a Host header says.</summary>
internal sealed class UrlOptions
{
    public const string Section = "Urls";

    [Required, Url] public string Identity { get; set; } = "http://localhost:5001";
    [Required, Url] public string Api { get; set; } = "http://localhost:5000";
    [Required, Url] public string Store { get; set; } = "http://localhost:5100";
    [Required, Url] public string Portal { get; set; } = "http://localhost:5200";

    public bool IsHttps => Identity.StartsWith("https://", StringComparison.Ordinal);
}

internal sealed class TokenOptions
{
    public const string Section = "Tokens";

    /// <summary>The audience of access tokens: the marketplace's Web API.</summary>
    [Required] public string Audience { get; set; } = "marketplace-api";

    public TimeSpan AccessTokenLife { get; set; } = TimeSpan.FromMinutes(10);
    public TimeSpan CodeLife { get; set; } = TimeSpan.FromSeconds(60);
    public TimeSpan RefreshIdle { get; set; } = TimeSpan.FromDays(14);
    public TimeSpan GrantLife { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For this long the token just spent gives the same successor again, so that an answer lost on the way does not sign
    /// somebody out. One generation further back is always theft.
    /// </summary>
    public TimeSpan RefreshLeeway { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromDays(14);
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromDays(30);
}

internal sealed class KeyOptions
{
    public const string Section = "Keys";

    public TimeSpan RotateAfter { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a new key is published before it signs.</summary>
    public TimeSpan PublishAhead { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long an old key stays published after its successor took over. Longer than any token lives.</summary>
    public TimeSpan RetainFor { get; set; } = TimeSpan.FromDays(14);

    public TimeSpan Reload { get; set; } = TimeSpan.FromSeconds(10);
}

internal sealed class LimitOptions
{
    public const string Section = "Limits";

    public int SignInFailuresBeforeLockout { get; set; } = 5;
    public TimeSpan FirstLockout { get; set; } = TimeSpan.FromMinutes(1);
    public TimeSpan LongestLockout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Wrong passwords of one account in a day after which its owner is told.</summary>
    public int SignInFailuresBeforeMail { get; set; } = 100;

    /// <summary>Failed sign-ins of one address in ten minutes, over all accounts.</summary>
    public int SignInFailuresPerAddress { get; set; } = 50;

    /// <summary>Accounts that one address begins to open in an hour.</summary>
    public int RegistrationsPerAddress { get; set; } = 30;

    /// <summary>Codes asked for, and codes tried, of one address in ten minutes, over all accounts.</summary>
    public int MailCodesPerAddress { get; set; } = 20;

    /// <summary>Authorization requests that one client and address may send beforehand in a minute.</summary>
    public int PushedRequests { get; set; } = 300;

    /// <summary>Calls for tokens, introspection, revocation and pushing of one application of others in a minute; of one address, if it has no secret.</summary>
    public int ClientCalls { get; set; } = 600;

    /// <summary>Calls of one application of others about one of its users in a minute: refreshing, userinfo.</summary>
    public int ClientCallsPerUser { get; set; } = 60;

    /// <summary>Wrong client secrets of one client and address in a minute.</summary>
    public int ClientFailures { get; set; } = 20;
}
