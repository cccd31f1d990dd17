using System.IO.Compression;
using System.Net;
using System.Text;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Catalog;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Catalog.Imports;

[Collection(nameof(MarketplaceApp))]
public sealed class ImportTests(MarketplaceApp app)
{
    private const string Heading = "handle,name,description,category,brand,tax_class,unit,state,is_active,tags,attributes,images,options,sku,values,price,compare_at,weight_in_grams,stock,low_stock_at,variant_image\n";

    [Fact]
    public async Task Takes_in_the_sample_of_Vendure_with_all_its_pictures_and_a_second_time_changes_nothing()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var zip = SampleZip();

        var dry = await RunAsync(shop, zip, "vendure", dryRun: true);
        Assert.Equal(("DONE", 54, 0, 88), (dry.State, dry.Created, dry.Updated, dry.RowsRead));
        Assert.Empty(dry.Errors);
        Assert.Equal(0, (await shop.Products.ListAsync()).Total);

        var first = await RunAsync(shop, zip, "vendure");
        Assert.Equal(("DONE", 54, 0, 0, 88, 88), (first.State, first.Created, first.Updated, first.Unchanged, first.RowsRead, first.RowsTotal));
        Assert.Empty(first.Errors);
        var laptop = Assert.Single((await shop.Products.ListAsync(search: "L2201308")).Items);
        Assert.Equal((4, 400, 1299m), (laptop.VariantCount, laptop.OnHand, laptop.Price.Amount));
        var details = await shop.Products.GetAsync(laptop.Id);
        Assert.Equal(("Apple", "13 inch", "8GB"), (details.Brand, details.Variants[0].Options["Screen size"], details.Variants[0].Options["RAM"]));
        var image = Assert.Single(details.Images);
        Assert.Equal(HttpStatusCode.OK, (await app.Guest().GetAsync(new Uri(image.Small).AbsolutePath)).StatusCode);
        Assert.Equal(["404.038.96", "404.038.96-MINT", "404.038.96-PEARL"], (await shop.Products.ListAsync(search: "404.038.96")).Items[0].Variants.Select(v => v.Sku));

        var second = await RunAsync(shop, zip, "vendure");
        Assert.Equal((0, 0, 54), (second.Created, second.Updated, second.Unchanged));
    }

    [Fact]
    public async Task Gives_back_what_it_took_in()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var csv = Heading +
            $""""
            tricky,"=HYPERLINK(""http://evil"")","Two lines,
            one comma and a ""quote""",{shop.Category.Slug},Dräger & Söhne,REDUCED,500 g,PUBLISHED,true,a|b\|c|@sum,Made of=Clay\|Sand|Care=Wash = dry,,"Size=S\,M,L|Colour=Red",T-1,"S,M|Red",10.50,12,250,7,2,
            tricky,,,,,,,,,,,,,T-2,L|Red,11,,250,3,2,
            plain,'Plain,,{shop.Category.Slug},,,,DRAFT,false,,,,,T-3,,5,,,,,
            """";

        var job = await RunAsync(shop, csv);
        Assert.Empty(job.Errors);
        Assert.Equal((2, 3), (job.Created, job.RowsRead));
        var product = await shop.Products.GetAsync((await shop.Products.ListAsync(search: "T-1")).Items[0].Id);
        Assert.Equal(("=HYPERLINK(\"http://evil\")", "500 g", ProductStates.Published, "Dräger & Söhne"), (product.Name, product.Unit, product.State, product.Brand));
        Assert.Equal(["a", "b|c", "@sum"], product.Tags);
        Assert.Equal([new("Made of", "Clay|Sand"), new AttributeDto("Care", "Wash = dry")], product.Attributes);
        Assert.Equal(["S,M", "L"], product.Options[0].Values);
        Assert.Equal([7, 3], product.Variants.Select(v => v.OnHand));

        var export = await ExportAsync(shop);
        Assert.DoesNotContain(",=HYPERLINK", export, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", export, StringComparison.Ordinal);
        var again = await RunAsync(shop, export);
        Assert.Empty(again.Errors);
        Assert.Equal((0, 0, 2), (again.Created, again.Updated, again.Unchanged));
        Assert.Equal(export, await ExportAsync(shop));

        var changed = await RunAsync(shop, export.Replace(",10.5,12,250,7,2,", ",9.5,12,250,6,2,", StringComparison.Ordinal));
        Assert.Equal((0, 1, 1), (changed.Created, changed.Updated, changed.Unchanged));
        var after = await shop.Products.GetAsync(product.Id);
        Assert.Equal((9.5m, 6, product.Variants[0].Id), (after.Variants[0].Price.Amount, after.Variants[0].OnHand, after.Variants[0].Id));
        Assert.Equal("IMPORTED", (await shop.Products.MovementsAsync(product.Variants[0].Id)).Items[0].Reason);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1)")]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    public async Task Exports_no_cell_that_a_spreadsheet_would_run(string formula)
    {
        var shop = await ShopFixture.OpenAsync(app);
        var plain = shop.Request();
        var sku = $"{formula[0]}{Guid.CreateVersion7():N}"[..20];
        await shop.Products.CreateAsync(plain with
        {
            Name = formula, Description = formula, Brand = formula, Unit = formula[..2], Tags = [formula], Attributes = [new(formula, formula)],
            Options = [new(formula, [formula])], Variants = [plain.Variants[0] with { Sku = sku, Options = new Dictionary<string, string> { [formula] = formula } }],
        });

        var export = await ExportAsync(shop);

        var cells = System.Text.RegularExpressions.Regex.Matches(export, "(?<=^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\r\n]*))(?=,|\r?$)", System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value + m.Groups[2].Value).ToList();
        Assert.True(cells.Count(c => c.StartsWith('\'')) >= 6, export);
        Assert.DoesNotContain(cells, c => c.Length > 0 && "=+-@\t\r".Contains(c[0], StringComparison.Ordinal));
        Assert.Equal((0, 0, 1), await RunAsync(shop, export) is var again ? (again.Created, again.Updated, again.Unchanged) : default);
    }

    [Fact]
    public async Task Says_where_it_is_wrong_and_keeps_only_that_product_out()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var csv = Heading +
            $"good,Good,,{shop.Category.Slug},,,,,,,,,,OK-1,,10,,,5,,\n" +
            $"half,Half,,{shop.Category.Slug},,,,,,,,,Size=S|Colour=Red,H-1,S|Red,10,,,5,,\n" +
            "half,,,,,,,,,,,,,H-2,S,abc,,-1,5,,\n" +
            "lost,Lost,,no-such-aisle,,NOPE,,,,,,,,L-1,,10,,,,,\n" +
            $"cheap,Cheap,,{shop.Category.Slug},,,,,,,,,,C-1,,10,9,,,,\n" +
            $"twice,Twice,,{shop.Category.Slug},,,,,,,,,,OK-1,,10,,,,,\n" +
            $"quote,\"Qu\"ote,,{shop.Category.Slug},,,,,,,,,,Q-1,,10,,,,,\n" +
            $"picture,Picture,,{shop.Category.Slug},,,,,,,,none.jpg,,P-1,,10,,,,,\n";

        var job = await RunAsync(shop, csv);

        Assert.Equal(("DONE", 2, 8), (job.State, job.Created, job.RowsRead));
        Assert.Equal(
            [(4, "price"), (4, "values"), (4, "weight_in_grams"), (5, "category"), (5, "tax_class"), (6, "compare_at"), (7, "sku"), (8, null), (9, "images")],
            job.Errors.Select(e => (e.Line, e.Column)).Order());
        Assert.Equal(["Good", "Picture"], (await shop.Products.ListAsync(sort: "name")).Items.Select(p => p.Name));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("name,price\nx,1", "column handle is missing")]
    [InlineData("name,name\n", "twice")]
    public async Task Fails_a_file_that_cannot_be_read(string csv, string why)
    {
        var shop = await ShopFixture.OpenAsync(app);
        if (csv.Length == 0)
        {
            Assert.Equal("import.file_missing", (await Assert.ThrowsAsync<ApiException>(() => RunAsync(shop, csv))).Code);
            return;
        }

        var job = await RunAsync(shop, csv);
        Assert.Equal("FAILED", job.State);
        Assert.Contains(why, Assert.Single(job.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_bytes_that_are_not_UTF8_and_archives_without_a_table()
    {
        var shop = await ShopFixture.OpenAsync(app);
        Assert.Contains("UTF-8", (await RunAsync(shop, [.. Encoding.UTF8.GetBytes(Heading), 0xFF, 0xFE, 0x41], "marketplace")).Errors[0].Message, StringComparison.Ordinal);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("readme.txt");
        }

        Assert.Equal("FAILED", (await RunAsync(shop, zip.ToArray(), "marketplace")).State);
        Assert.Equal("import.format_unknown", (await Assert.ThrowsAsync<ApiException>(() => shop.Products.ImportAsync(new MemoryStream([1]), "x.csv", "excel", false))).Code);
        Assert.Equal("import.not_found", (await Assert.ThrowsAsync<ApiException>(() => shop.Products.ImportStatusAsync(Guid.CreateVersion7()))).Code);
    }

    [Fact]
    public async Task Says_of_an_import_whose_server_went_away_that_it_failed()
    {
        var shop = await ShopFixture.OpenAsync(app);
        var lost = ImportRun.Start(shop.Vendor.Id, "Somebody", "lost.csv", ImportFormat.Marketplace, false, DateTimeOffset.UnixEpoch);
        await app.SaveAsync(lost);

        Assert.Equal("import.running", (await Assert.ThrowsAsync<ApiException>(() => RunAsync(shop, Heading))).Code);
        var job = await Eventually.GetAsync(() => shop.Products.ImportStatusAsync(lost.Id.Value), j => j.State == "FAILED");
        Assert.Contains("went away", job.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("DONE", (await RunAsync(shop, Heading)).State);
    }

    [Fact]
    public async Task Publishes_and_tells_what_it_made()
    {
        var shop = await ShopFixture.OpenAsync(app);

        await RunAsync(shop, Heading + $"seen,Seen at once,,{shop.Category.Slug},,,,PUBLISHED,,,,,,SEEN-1,,10,,,5,,\n");

        Assert.Equal(["Seen at once"], (await shop.Catalog.ProductsAsync(new(Q: "seen", Vendor: shop.Vendor.Slug))).Products.Items.Select(p => p.Name));
        Assert.Contains(await app.RaisedAsync<ProductCreated>(), e => e.VendorId == shop.Vendor.Id && e.Name == "Seen at once");
    }

    private static Task<ImportJob> RunAsync(ShopFixture shop, string csv) => RunAsync(shop, Encoding.UTF8.GetBytes(csv), "marketplace");

    private static async Task<ImportJob> RunAsync(ShopFixture shop, byte[] file, string format, bool dryRun = false)
    {
        var job = await shop.Products.ImportAsync(new MemoryStream(file), "products.csv", format, dryRun);
        return await Eventually.GetAsync(() => shop.Products.ImportStatusAsync(job.Id), j => j.State != "RUNNING", TimeSpan.FromSeconds(90));
    }

    private static async Task<string> ExportAsync(ShopFixture shop)
    {
        using var reader = new StreamReader(await shop.Products.ExportAsync());
        return await reader.ReadToEndAsync();
    }

    private static byte[] SampleZip()
    {
        var assets = Path.Combine(Repository.Root, "node_modules", "@vendure", "create", "assets");
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntryFromFile(Path.Combine(assets, "products.csv"), "products.csv", CompressionLevel.Fastest);
            foreach (var picture in Directory.GetFiles(Path.Combine(assets, "images")))
            {
                archive.CreateEntryFromFile(picture, "images/" + Path.GetFileName(picture), CompressionLevel.NoCompression);
            }
        }

        return zip.ToArray();
    }
}
