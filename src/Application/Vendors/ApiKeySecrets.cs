using Marketplace.Application.Shared;

namespace Marketplace.Application.Vendors;

/// <summary>What a program sends instead of an access token: <c>mk_</c> and 192 random bits. The start makes it easy to find where it does not belong.</summary>
public static class ApiKeySecrets
{
    public const string Start = "mk_";
    private const int Length = 35;

    public static string New() => Start + Secrets.NewToken();

    /// <returns>Null for what cannot be a key, so that nobody looks for it.</returns>
    public static byte[]? Hash(string presented) =>
        presented.Length == Length && presented.StartsWith(Start, StringComparison.Ordinal) ? Secrets.Hash(presented) : null;
}
