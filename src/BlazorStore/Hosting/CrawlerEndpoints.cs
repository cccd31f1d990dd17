using System.Text;
using System.Xml;
using Marketplace.BlazorStore.Catalog;
using Marketplace.Contracts.Catalog;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>What search engines ask for.</summary>
internal static class CrawlerEndpoints
{
    private const int PageSize = 100;
    private const int MaxPages = 100;

    public static void MapCrawlers(this IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", Robots);
        app.MapGet("/sitemap.xml", SitemapAsync);
    }

    private static IResult Robots(IOptions<UrlOptions> urls) => Results.Text($"""
        User-agent: *
        Disallow: /cart
        Disallow: /checkout
        Disallow: /orders
        Disallow: /account
        Disallow: /search
        Disallow: /signin

        Sitemap: {urls.Value.Store}/sitemap.xml

        """, "text/plain", Encoding.UTF8);

    private static async Task<IResult> SitemapAsync(PublicCatalog catalog, IOptions<UrlOptions> urls)
    {
        var paths = new List<string> { "/", "/aisles", "/shops" };
        paths.AddRange((await catalog.CategoriesAsync()).SelectMany(Below).Select(c => $"/aisles/{c.Slug}"));
        paths.AddRange((await catalog.BrandsAsync()).Select(b => $"/brands/{b.Slug}"));
        paths.AddRange((await catalog.ShopsAsync("name", null)).Select(s => $"/shops/{s.Slug}"));
        for (var page = 1; page <= MaxPages; page++)
        {
            var list = await catalog.ProductsAsync(new ProductQuery(Sort: "name", Page: page, Size: PageSize));
            paths.AddRange(list.Products.Items.Select(p => $"/products/{p.Slug}"));
            if (page >= list.Products.Pages)
            {
                break;
            }
        }

        return Results.Stream(stream => WriteAsync(stream, urls.Value.Store, paths), "application/xml; charset=utf-8");
    }

    private static IEnumerable<CategoryNode> Below(CategoryNode category) => category.Children.SelectMany(Below).Prepend(category);

    private static async Task WriteAsync(Stream stream, string root, List<string> paths)
    {
        await using var xml = XmlWriter.Create(stream, new() { Async = true, Encoding = new UTF8Encoding(false) });
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "urlset", "http://www.sitemaps.org/schemas/sitemap/0.9");
        foreach (var path in paths)
        {
            await xml.WriteStartElementAsync(null, "url", null);
            await xml.WriteElementStringAsync(null, "loc", null, root + path);
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.FlushAsync();
    }
}
