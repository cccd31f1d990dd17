using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Marketplace.Blazor.Tests.Design;

/// <summary>A name that the sprite lacks would be an empty square nobody notices.</summary>
public sealed partial class IconTests
{
    [Fact]
    public void Every_icon_that_is_named_is_in_the_sprite()
    {
        var root = Root();
        var sprite = XDocument.Load(Path.Combine(root, "src/BlazorShared/wwwroot/icons.svg")).Descendants()
            .Select(e => e.Attribute("id")?.Value).OfType<string>().ToHashSet();
        var named = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(m => (File: Path.GetFileName(file), Icon: m.Groups[1].Value)))
            .ToArray();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, n => !sprite.Contains(n.Icon));
    }

    [GeneratedRegex("""(?:<Icon Name|IconName)="([a-z0-9-]+)"(?:\s|/|>)""")]
    private static partial Regex Named();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Marketplace.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
