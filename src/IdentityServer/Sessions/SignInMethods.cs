namespace Marketplace.IdentityServer.Sessions;

/// <summary>How somebody signed in, in the words of RFC 8176, which ID tokens repeat as <c>amr</c>.</summary>
internal static class SignInMethods
{
    public const string Password = "pwd";
    public const string Passkey = "pop user mfa";

    /// <summary>A code that was texted.</summary>
    public const string Text = "sms";

    /// <summary>Somebody else has signed the person in. RFC 8176 has no word for it.</summary>
    public const string External = "fed";

    /// <summary>The same, and then a code from the app.</summary>
    public static string WithCode(string method) => IsStrong(method) ? method : method + " otp mfa";

    /// <summary>More than one thing that somebody knows, or has.</summary>
    public static bool IsStrong(string method) => method.EndsWith("mfa", StringComparison.Ordinal);
}
