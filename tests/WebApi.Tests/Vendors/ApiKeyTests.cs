using System.Net;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Tests.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Vendors;

/// <summary>A program of a shop works for the shop, and for nobody and nothing else.</summary>
[Collection(nameof(GuardedApp))]
public sealed class ApiKeyTests(GuardedApp app)
{
    private static readonly MakeApiKeyRequest Till = new("Till", ["vendor.orders"], null);
    private readonly UserId _owner = UserId.New();

    [Fact]
    public async Task Is_shown_once_and_kept_as_a_hash()
    {
        var keys = await OpenShopAsync();

        var made = await keys.MakeAsync(Till);

        Assert.StartsWith("mk_", made.Key, StringComparison.Ordinal);
        Assert.StartsWith(made.Item.Prefix, made.Key, StringComparison.Ordinal);
        var listed = Assert.Single(await keys.ListAsync());
        Assert.Equal((made.Item.Id, "Till", true, 0L), (listed.Id, listed.Name, listed.Works, listed.Uses));
        await using var db = app.OpenDb();
        foreach (var (schema, table) in await db.Database.SqlQuery<TableName>($"select table_schema as schema, table_name as name from information_schema.tables where table_schema in ('vendors', 'shared')").ToListAsync())
        {
            var everything = $"select t::text as \"Value\" from {schema}.{table} t";
            var rows = await db.Database.SqlQueryRaw<string>(everything).ToListAsync();
            Assert.DoesNotContain(rows, r => r.Contains(made.Key, StringComparison.Ordinal));
            Assert.DoesNotContain(rows, r => r.Contains(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(made.Key)), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Opens_what_its_scopes_say_for_its_own_shop_only()
    {
        var made = await (await OpenShopAsync()).MakeAsync(Till);
        var rival = UserId.New();
        var other = SampleVendors.Open(rival, TimeProvider.System.GetUtcNow());
        await app.SaveAsync(other);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(made.Key, "vendor/orders"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(made.Key, "vendor/profile"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(made.Key, "products"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(made.Key, "vendor/products"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(made.Key, "vendor/orders", other.Id.Value));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(made.Key + "x", "vendor/orders"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("mk_" + new string('a', 32), "vendor/orders"));
    }

    [Fact]
    public async Task Never_acts_as_a_person()
    {
        var made = await (await OpenShopAsync()).MakeAsync(Till with { Scopes = ApiKey.AllScopes });
        var refused = 0;

        foreach (var row in AccessRow.ReadAll().Where(r => r.Method == "GET" && r[Actor.Anonymous] == Cells.Unauthenticated && !r.Path.Contains('{', StringComparison.Ordinal)))
        {
            var isOpen = row.Path is "/vendor/profile" or "/vendor/orders" or "/vendor/orders/open" or "/vendor/products" or "/vendor/products/export";
            var status = await StatusAsync(made.Key, row.Path[1..]);
            Assert.True(isOpen ? status == HttpStatusCode.OK : status == HttpStatusCode.Forbidden, $"{row.Path}: {status}");
            refused += isOpen ? 0 : 1;
        }

        Assert.True(refused > 10, $"{refused} routes");
        Assert.All(ApiKey.AllScopes, scope => Assert.NotNull(ApiScopes.Find(scope)));
    }

    [Fact]
    public async Task Does_not_make_keys_itself()
    {
        var made = await (await OpenShopAsync()).MakeAsync(Till);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(made.Key, "vendor/api-keys"));
    }

    [Fact]
    public async Task Is_refused_within_seconds_once_it_is_revoked()
    {
        var keys = await OpenShopAsync();
        var made = await keys.MakeAsync(Till);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(made.Key, "vendor/orders"));

        await keys.RevokeAsync(made.Item.Id);

        await Task.Delay(ApiKeyDoor.Remembered + TimeSpan.FromMilliseconds(200));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(made.Key, "vendor/orders"));
        Assert.NotNull(Assert.Single(await keys.ListAsync()).RevokedAt);
    }

    [Fact]
    public async Task The_old_key_and_the_new_one_work_side_by_side()
    {
        var keys = await OpenShopAsync();
        var old = await keys.MakeAsync(Till);

        var made = await keys.RotateAsync(old.Item.Id);

        Assert.NotEqual(old.Key, made.Key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(old.Key, "vendor/orders"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(made.Key, "vendor/orders"));
        Assert.Equal("api_key.already_rotated", (await Assert.ThrowsAsync<ApiException>(() => keys.RotateAsync(old.Item.Id))).Code);
    }

    [Fact]
    public async Task Uses_are_counted()
    {
        var keys = await OpenShopAsync();
        var made = await keys.MakeAsync(Till);
        for (var i = 0; i < 3; i++)
        {
            await StatusAsync(made.Key, "vendor/orders");
        }

        await app.Services.GetRequiredService<ApiKeyDoor>().WriteAsync(CancellationToken.None);

        var counted = Assert.Single(await keys.ListAsync());
        Assert.Equal(3, counted.Uses);
        Assert.NotNull(counted.LastUsedAt);
    }

    [Fact]
    public async Task Of_many_at_once_only_so_many_keys_are_made_as_a_shop_may_have()
    {
        var keys = await OpenShopAsync();

        var tries = await Task.WhenAll(Enumerable.Range(0, ApiKey.MostPerShop + 4).Select(async i =>
        {
            try
            {
                await keys.MakeAsync(Till with { Name = $"Till {i}" });
                return "";
            }
            catch (ApiException refused)
            {
                return refused.Code;
            }
        }));

        Assert.Equal(ApiKey.MostPerShop, tries.Count(t => t == ""));
        Assert.Equal(4, tries.Count(t => t == "api_key.too_many"));
    }

    [Fact]
    public void What_looks_unlike_a_key_is_not_looked_for()
    {
        Assert.Null(ApiKeySecrets.Hash("mk_short"));
        Assert.Null(ApiKeySecrets.Hash("xx_" + new string('a', 32)));
        Assert.NotNull(ApiKeySecrets.Hash(ApiKeySecrets.New()));
    }

    private async Task<ApiKeysClient> OpenShopAsync()
    {
        await app.SaveAsync(SampleVendors.Open(_owner, TimeProvider.System.GetUtcNow()));
        return new(app.As(_owner));
    }

    private async Task<HttpStatusCode> StatusAsync(string key, string path, Guid? shop = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{path}");
        request.Headers.Authorization = new(BearerHandler.SchemeName, key);
        if (shop is { } id)
        {
            request.Headers.Add(ApiHttp.Vendor, id.ToString());
        }

        using var answer = await app.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private sealed record TableName(string Schema, string Name);
}
