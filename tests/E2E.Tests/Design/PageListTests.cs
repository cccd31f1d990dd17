using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Marketplace.Testing;

namespace Marketplace.E2E.Tests.Design;

/// <summary>A page that nobody put on the list fails here, so that none escapes the scans.</summary>
public sealed class PageListTests
{
    [Theory]
    [InlineData("BlazorStore", Surface.Store)]
    [InlineData("BlazorAdmin", Surface.Portal)]
    public void Has_every_routed_page(string project, Surface surface)
    {
        var routes = Read(project, metadata => metadata.CustomAttributes
            .Select(metadata.GetCustomAttribute)
            .Where(attribute => NameOf(metadata, attribute) == "RouteAttribute")
            .Select(attribute => metadata.GetBlobReader(attribute.Value))
            .Select(blob => { blob.ReadUInt16(); return blob.ReadSerializedString()!; }));
        AreListed(routes, surface);
    }

    /// <summary>These hosts render pages from endpoints: every component that is a whole page counts.</summary>
    [Theory]
    [InlineData("IdentityServer", Surface.Accounts, "Frame DeskFrame AccountFrame AppFields AppUse AppLogo AppStateBadge PhoneSection GoogleButton LinkExternal PersonLine PresenceMark FollowForm Hindrances MarketplaceAway _Imports FormPost TermsWords TermsPage FirstStepsCard")] // Google is not in this town, and its terms have not changed
    [InlineData("WebApi", Surface.Api, "MailFrame _Imports")]
    public void Has_every_page_component(string project, Surface surface, string parts)
    {
        var pages = Read(project, metadata => metadata.TypeDefinitions
            .Select(metadata.GetTypeDefinition)
            .Where(type => !type.BaseType.IsNil && type.BaseType.Kind == HandleKind.TypeReference
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Name) == "ComponentBase")
            .Select(type => metadata.GetString(type.Name))
            .Except(parts.Split(' ')));
        AreListed(pages, surface);
    }

    private static void AreListed(IReadOnlyCollection<string> found, Surface surface)
    {
        Assert.NotEmpty(found);
        Assert.Equal(found.Order(StringComparer.Ordinal), PageList.All.Where(p => p.On == surface).Select(p => p.Route).Distinct().Order(StringComparer.Ordinal));
    }

    private static string[] Read(string project, Func<MetadataReader, IEnumerable<string>> read)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        using var file = new PEReader(File.OpenRead(Path.Combine(Repository.Root, "artifacts", "bin", project, configuration, $"Marketplace.{project}.dll")));
        return [.. read(file.GetMetadataReader()).Distinct()];
    }

    private static string? NameOf(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;
}
