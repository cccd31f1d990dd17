using Marketplace.Application.Media;
using Marketplace.Infrastructure;
using Marketplace.Infrastructure.Demo;
using Marketplace.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Demo;

public sealed class DemoPicturesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marketplace-media-");

    [Fact]
    public async Task Paints_drawings_and_takes_photographs()
    {
        var shop = DemoTown.Read().Shops.Single(s => s.Slug == "kiln-and-clay");
        var town = new DemoTown([], [], [], [new("Home", 3, "teapot", [])], [shop with { Products = [.. shop.Products.Take(1)] }]);
        await using var services = Services(Repository.Root);
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IMediaStore>();

        await using var paintings = await scope.ServiceProvider.GetRequiredService<DemoPictures>().PaintAsync(town, CancellationToken.None);
        await paintings.StoredAsync();

        Assert.Equal(["amphora@2", "photo:charles-deluvio-695736", "teapot@3"], paintings.Ids.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(await store.MissingAsync([.. paintings.Ids.Values], CancellationToken.None));
    }

    [Fact]
    public async Task Does_without_pictures_where_the_packages_are_missing()
    {
        await using var services = Services(_folder.FullName);
        await using var scope = services.CreateAsyncScope();

        await using var paintings = await scope.ServiceProvider.GetRequiredService<DemoPictures>().PaintAsync(DemoTown.Read(), CancellationToken.None);

        Assert.Empty(paintings.Ids);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ServiceProvider Services(string root)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("ConnectionStrings:Marketplace", "Host=127.0.0.1"), new("Demo:Root", root), new("Media:Path", _folder.FullName)]).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddInfrastructure(configuration).BuildServiceProvider();
    }
}
