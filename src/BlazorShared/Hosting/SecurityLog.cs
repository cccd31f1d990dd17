using Microsoft.Extensions.Logging;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>What may happen that whoever guards the marketplace wants to count, search for or be woken by. <c>docs/security.md</c> lists all.</summary>
/// <param name="Name">Never changes: rules of a SIEM are written for it.</param>
/// <param name="Level">A warning when somebody may be at work who should not be.</param>
public sealed record SecurityEvent(string Name, LogLevel Level)
{
    public static readonly SecurityEvent AccountOpened = new("account.opened", LogLevel.Information);
    public static readonly SecurityEvent AddressChanged = new("account.address_changed", LogLevel.Information);
    public static readonly SecurityEvent KeysChanged = new("account.keys_changed", LogLevel.Warning);
    public static readonly SecurityEvent SignedIn = new("sign_in.succeeded", LogLevel.Information);
    public static readonly SecurityEvent SignInRefused = new("sign_in.refused", LogLevel.Warning);
    public static readonly SecurityEvent AccountLocked = new("sign_in.locked", LogLevel.Warning);
    public static readonly SecurityEvent SecondStepRefused = new("second_step.refused", LogLevel.Warning);
    public static readonly SecurityEvent PasskeyRefused = new("passkey.refused", LogLevel.Warning);
    public static readonly SecurityEvent ConsentGiven = new("consent.given", LogLevel.Information);
    public static readonly SecurityEvent ConsentWithdrawn = new("consent.withdrawn", LogLevel.Information);
    public static readonly SecurityEvent ClientRefused = new("client.refused", LogLevel.Warning);
    public static readonly SecurityEvent CodeReused = new("code.reused", LogLevel.Warning);
    public static readonly SecurityEvent RefreshTokenReused = new("refresh_token.reused", LogLevel.Warning);
    public static readonly SecurityEvent TokenRefused = new("token.refused", LogLevel.Information);
    public static readonly SecurityEvent RequestForbidden = new("request.forbidden", LogLevel.Warning);
    public static readonly SecurityEvent RequestLimited = new("request.limited", LogLevel.Warning);
    public static readonly SecurityEvent WebhookRefused = new("webhook.refused", LogLevel.Warning);
}

/// <summary>
/// One line for each <see cref="SecurityEvent"/>, in a category of its own so that it can be sent elsewhere. The line's scopes have the trace and, in the API,
/// the correlation id. What is changed with a privilege (roles, prices, applications, settings) is in the audit log instead.
/// </summary>
public sealed partial class SecurityLog(ILoggerFactory logs)
{
    public const string Category = "Marketplace.Security";

    private readonly ILogger _log = logs.CreateLogger(Category);

    /// <param name="user">Whom it concerns, if that is known.</param>
    /// <param name="about">The way, key, grant, application or route, in our own words: never anything that a caller wrote.</param>
    public void Tell(SecurityEvent happened, Guid? user = null, string? about = null) => Log(happened.Level, happened.Name, user?.ToString() ?? "unknown", about ?? "nothing more is known");

    [LoggerMessage(Message = "{Event}: user {UserId}, {About}")]
    private partial void Log(LogLevel level, string @event, string userId, string about);
}
