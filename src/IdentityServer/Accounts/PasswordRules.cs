using System.Collections.Frozen;
using System.Text.Json;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>
/// Long enough, and not what everybody tries first: the list of passwords out of breaches, our own words, and both in their usual
/// disguises. No rule asks for a digit or a sign: such rules make "Password1!" the rule.
/// </summary>
internal sealed class PasswordRules
{
    public const int MinLength = 8;
    public const int MaxLength = 128;
    private static readonly char[] Trimmings = "0123456789!@#$%&*._-?+".ToCharArray();
    private readonly FrozenSet<string> _common = Load();

    /// <returns>Null when it will do; otherwise a sentence for the person.</returns>
    public string? WhyNot(string password, params ReadOnlySpan<string?> known)
    {
        if (password.Length < MinLength)
        {
            return $"The password needs at least {MinLength} characters.";
        }

        if (password.Length > MaxLength)
        {
            return $"The password has more than {MaxLength} characters. Choose a shorter one.";
        }

        var core = CoreOf(password);
        var bare = password.ToLowerInvariant().Trim(Trimmings);
        if (_common.Contains(password.ToLowerInvariant()) || _common.Contains(core) || _common.Contains(bare) || core.Length < 3 || IsRun(password))
        {
            return "This password is one of the first that others would try. Choose another one.";
        }

        foreach (var word in known)
        {
            if (word is { Length: >= 3 } && core.Equals(CoreOf(word), StringComparison.Ordinal))
            {
                return "The password is your own name or email. Choose another one.";
            }
        }

        return null;
    }

    /// <summary>What is left of "P@ssw0rd123!" when the usual disguises are taken off: "password".</summary>
    private static string CoreOf(string text)
    {
        var plain = text.ToLowerInvariant().Replace('@', 'a').Replace('$', 's').Replace('0', 'o').Replace('!', 'i').Replace('3', 'e');
        var trimmed = text.ToLowerInvariant().TrimEnd(Trimmings);
        var disguised = plain[..Math.Min(plain.Length, trimmed.Length)];
        return disguised.Length > 0 ? disguised.TrimStart("0123456789_.-".ToCharArray()) : disguised;
    }

    /// <summary>One or two characters over and over, or a row of neighbours like "12345678" and "hgfedcba".</summary>
    private static bool IsRun(string text)
    {
        if (text.Distinct().Count() <= 2)
        {
            return true;
        }

        var steps = text.Zip(text.Skip(1), (a, b) => b - a).Distinct().ToList();
        return steps is [1] or [-1];
    }

    private static FrozenSet<string> Load()
    {
        using var list = Open("common-passwords");
        using var own = new StreamReader(Open("our-words"));
        var words = own.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return JsonSerializer.Deserialize<string[]>(list)!.Concat(words).ToFrozenSet(StringComparer.Ordinal);
    }

    private static Stream Open(string name) => typeof(PasswordRules).Assembly.GetManifestResourceStream(name)!;
}
