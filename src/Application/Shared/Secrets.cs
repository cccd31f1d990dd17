using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Application.Shared;

/// <summary>Random values that somebody holds as a key, and their hashes that we keep.</summary>
public static class Secrets
{
    private const string NumberLetters = "23456789BCDFGHJKLMNPQRSTVWXZ";

    /// <summary>192 bit, safe in URLs.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public static byte[]? Hash(string? token) => string.IsNullOrEmpty(token) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Four digits.</summary>
    public static string NewPin() => RandomNumberGenerator.GetString("0123456789", 4);

    /// <summary>"MK-7F3K-9QTD": 28⁸ possibilities, no vowels, nothing that looks alike.</summary>
    public static string NewOrderNumber() =>
        $"MK-{RandomNumberGenerator.GetString(NumberLetters, 4)}-{RandomNumberGenerator.GetString(NumberLetters, 4)}";
}
