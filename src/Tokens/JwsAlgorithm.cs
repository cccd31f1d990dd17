namespace Marketplace.Tokens;

/// <summary>The only algorithms that exist here. There is no path that could parse another one.</summary>
public enum JwsAlgorithm
{
    RS256,
    ES256,
}

public static class TokenTypes
{
    public const string AccessToken = "at+jwt";
    public const string IdToken = "JWT";
    public const string LogoutToken = "logout+jwt";
}

public static class TokenLimits
{
    /// <summary>How far two clocks may differ. Every comparison with a clock uses this one figure.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public const int MaxTokenLength = 16 * 1024;
    public const int MaxJsonDepth = 8;

    /// <summary>Numbers above this lose precision in other languages, so no honest issuer sends them (2^53).</summary>
    public const long MaxNumericDate = 1L << 53;
}
