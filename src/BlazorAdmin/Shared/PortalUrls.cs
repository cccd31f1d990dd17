namespace Marketplace.BlazorAdmin.Shared;

/// <summary>Where the other hosts are: <c>Urls:Api</c>, <c>Urls:Identity</c>, <c>Urls:Store</c>, <c>Urls:Portal</c>.</summary>
public sealed record PortalUrls(Uri Api, Uri Identity, Uri Store, Uri Portal)
{
    internal static PortalUrls From(IConfiguration configuration)
    {
        return new(Read("Api", "http://localhost:5000"), Read("Identity", "http://localhost:5001"), Read("Store", "http://localhost:5100"), Read("Portal", "http://localhost:5200"));

        Uri Read(string name, string otherwise) => new((configuration[$"Urls:{name}"] ?? otherwise).TrimEnd('/') + "/");
    }
}
