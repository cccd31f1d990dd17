using System.ComponentModel.DataAnnotations;
using Marketplace.Contracts.Identity;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>How an app of ours signs people in. Most of it comes from the configuration: Urls, ConnectionStrings and SignIn.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>The app's own name, which separates its cookies and protected data from those of the others: <c>store</c>.</summary>
    [Required] public string App { get; set; } = "";

    [Required] public string ClientId { get; set; } = "";
    [Required, MinLength(32)] public string ClientSecret { get; set; } = "";

    /// <summary>The identity server, which is also the issuer. No slash at the end.</summary>
    [Required, Url] public string Identity { get; set; } = "";

    /// <summary>This app, as browsers see it. No slash at the end.</summary>
    [Required, Url] public string Self { get; set; } = "";

    [Required, Url] public string Api { get; set; } = "";
    [Required] public string ConnectionString { get; set; } = "";
    public string Scope { get; set; } = "openid profile email roles offline_access marketplace";

    /// <summary>Without a request for this long, the session ends.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromDays(14);

    /// <summary>After this long it ends in any case.</summary>
    public TimeSpan Absolute { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Who has one of these roles proves anew who they are when their session has ended: a sign-in at the identity server is taken over only
    /// while it is younger than <see cref="Idle"/>. Its own session, which lives for weeks, brings all others back without a word.
    /// </summary>
    public IReadOnlyList<string> AsksAnewWhoHas { get; set; } = [];

    public TimeSpan ApiTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the cookie outlives the browser window.</summary>
    public bool IsPersistent { get; set; } = true;

    /// <summary>
    /// For an app in which other people's money and addresses are seen: the session is short. Administrators are asked again after a browser was
    /// left alone; a kitchen's tablet and a rider's phone that slept go on working.
    /// </summary>
    public void ForWork() =>
        (Idle, Absolute, IsPersistent, AsksAnewWhoHas) = (TimeSpan.FromMinutes(30), TimeSpan.FromHours(12), false, AdminRoleNames.All);

    internal bool IsHttps => Self.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Cookies with the prefix __Host- are bound to host and https; on http they could not be set.</summary>
    internal string CookieName(string purpose) => IsHttps ? $"__Host-{App}{purpose}" : $"marketplace.{App}{purpose}";
}
