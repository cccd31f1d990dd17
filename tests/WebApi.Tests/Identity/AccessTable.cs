using System.Text.RegularExpressions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What an actor may expect of a route.</summary>
internal static class Cells
{
    /// <summary>Does it.</summary>
    public const char Allowed = '+';

    /// <summary>Does it with the caller's own things; nothing of the scene shows, and naming its things is naming nothing.</summary>
    public const char Own = 'o';

    /// <summary>404, as for what does not exist.</summary>
    public const char Missing = '0';

    /// <summary>401.</summary>
    public const char Unauthenticated = '-';

    /// <summary>403, whether the thing exists or not.</summary>
    public const char Forbidden = 'x';

    /// <summary>The rules refuse what is asked for, not who asks.</summary>
    public const char Refused = '!';
}

/// <param name="Given">What has happened before the call; words of <see cref="Scene"/>.</param>
internal sealed partial record AccessRow(string Method, string Path, string Given, string Cells)
{
    private static readonly int Actors = Enum.GetValues<Actor>().Length;

    /// <summary>As <see cref="Bare"/> writes routes.</summary>
    public string Route => Bare($"{Method} /api/v1{Path.Split('#')[0]}");

    public char this[Actor actor] => Cells[(int)actor];

    public static IReadOnlyList<AccessRow> ReadAll() =>
    [
        .. from line in File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Identity", "access.txt"))
           where line.Length > 0 && line[0] != '#'
           select Parse(line),
    ];

    /// <summary>A route without the names of its parameters.</summary>
    public static string Bare(string route) => Parameter().Replace(route, "{}").TrimEnd('/');

    public override string ToString() => $"{Method,-6} {Path,-45} {(Given.Length == 0 ? "." : Given),-22} {string.Join(' ', Cells.ToCharArray())}";

    private static AccessRow Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words.Length == 3 + Actors, $"{words.Length - 3} cells: {line}");
        return new(words[0], words[1], words[2] == "." ? "" : words[2], string.Concat(words[3..]));
    }

    [GeneratedRegex(@"\{[^}]*\}+")]
    private static partial Regex Parameter();
}
