namespace Marketplace.IdentityServer.Sessions;

/// <summary>How somebody signed in, in the words of RFC 8176, which ID tokens repeat as <c>amr</c>.</summary>
internal static class SignInMethods
{
    public const string Password = "pwd";
    public const string PasswordAndCode = "pwd otp mfa";
    public const string Passkey = "pop user mfa";

    /// <summary>More than something that somebody knows.</summary>
    public static bool IsStrong(string method) => method.EndsWith("mfa", StringComparison.Ordinal);
}
