using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Clients;

/// <summary>The API's reference as an application: there only where somebody wants it.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ReferenceTests(IdentityApp app)
{
    [Fact]
    public async Task Exists_while_it_is_wanted_asks_its_users_and_gets_nothing_that_lasts()
    {
        Assert.DoesNotContain(await ClientsAsync(), c => c.Name == "API reference" && c.IsEnabled);

        await SeedAsync("reference-a");
        await SeedAsync("reference-a");

        var client = Assert.Single(await ClientsAsync(), c => c.Id == "reference-a");
        Assert.Equal((true, true, false, ClientReview.Approved), (client.IsEnabled, client.IsPublic, client.IsFirstParty, client.Review));
        Assert.Equal([GrantTypes.AuthorizationCode], client.Grants);
        Assert.Equal(["https://api.example/docs"], client.RedirectUris);
        Assert.Equal([Scopes.OpenId, .. ApiScopes.All.Select(s => s.Name)], client.Scopes);

        await SeedAsync("reference-b");
        Assert.Equal([("reference-a", false), ("reference-b", true)], (await ClientsAsync()).Where(c => c.Id.StartsWith("reference-", StringComparison.Ordinal)).Select(c => (c.Id, c.IsEnabled)).Order());

        await SeedAsync(null);
        Assert.DoesNotContain(await ClientsAsync(), c => c.Name == "API reference" && c.IsEnabled);
    }

    private async Task SeedAsync(string? id)
    {
        await using var server = app.Build(app.Url, ("Urls:Api", "https://api.example"), ("ApiReference:ClientId", id ?? ""));
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ClientSeed>().RunAsync(CancellationToken.None);
    }

    private async Task<List<Client>> ClientsAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Clients.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
    }
}
