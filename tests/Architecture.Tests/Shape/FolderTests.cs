namespace Marketplace.Architecture.Tests.Shape;

/// <summary>A feature has one folder name in every project, so that <c>ls src/*/Orders</c> shows all of it.</summary>
public sealed class FolderTests
{
    private static readonly HashSet<string> Features =
    [
        "Identity", "Catalog", "Inventory", "Search", "Carts", "Orders", "Payments", "Ledger", "Deliveries", "Appointments", "Vendors",
        "Partners", "Resellers", "Influencers", "Referrals", "Promotions", "Collections", "Reviews", "Chat", "Notifications", "Feedback", "Media",
        "TryOn", "Recommendations", "Analytics", "Audit", "Legal", "Webhooks", "Settings", "Shared",
    ];

    /// <summary>What a project has besides features, because of what it is.</summary>
    private static readonly Dictionary<string, string[]> Own = new()
    {
        ["Domain"] = [],
        ["Contracts"] = [],
        ["Application"] = [],
        ["Infrastructure"] = ["Demo", "Migrations"],
        ["WebApi"] = ["wwwroot"],
    };

    private static readonly string[] KindsInsteadOfFeatures =
        ["Commands", "Queries", "Entities", "Dtos", "Services", "Interfaces", "Helpers", "Models", "Repositories", "Utils", "Handlers", "Managers"];

    [Fact]
    public void Feature_folders_have_the_names_of_the_glossary()
    {
        var folders = Own.Keys.SelectMany(project => Folders(project).Select(folder => (Project: project, Folder: folder))).ToList();
        Assert.Contains(("Domain", "Orders"), folders);

        Assert.DoesNotContain(folders, f => !Features.Contains(f.Folder) && !Own[f.Project].Contains(f.Folder));
    }

    [Fact]
    public void A_feature_that_has_use_cases_has_them_under_one_name()
    {
        var inner = Folders("Domain").Except(["Shared"]).ToList();
        Assert.NotEmpty(inner);

        Assert.All(Folders("Application").Except(["Shared"]), feature => Assert.Contains(feature, Features));
        Assert.All(inner, feature => Assert.Contains(feature, Features));
    }

    [Fact]
    public void Folders_are_named_after_features_and_not_after_kinds_of_types()
    {
        var folders = Source.Files("src", ".cs", ".razor").Concat(Source.Files("tests", ".cs"))
            .SelectMany(file => Path.GetDirectoryName(file)!.Split('/')).ToHashSet();
        Assert.Contains("Orders", folders);

        Assert.Empty(folders.Intersect(KindsInsteadOfFeatures));
    }

    private static IEnumerable<string> Folders(string project) =>
        new DirectoryInfo(Path.Combine(Source.Root, "src", project)).EnumerateDirectories().Select(d => d.Name).Except(["bin", "obj"]);
}
