using Marketplace.IdentityServer.Consents;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Marketplace.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>
/// Two applications of a shopkeeper in the demo town: one that is approved, and that a shopper uses, and one that waits for its
/// review. Both run on a developer's own machine and need no secret.
/// </summary>
internal sealed class SeedDemoApps(IdentityDb db, TimeProvider clock)
{
    private const string Maker = "raghunath@tarapet.example";
    private const string Shopper = "aditi@tarapet.example";

    public async Task RunAsync(CancellationToken ct)
    {
        if (await IdOfAsync(Maker, ct) is not { } maker)
        {
            return; // another town
        }

        await AddAsync(App("demo-order-board", "Order board", maker, ClientReview.Approved, [ApiScopes.OrdersRead, ApiScopes.VendorOrders]), ct);
        await AddAsync(App("demo-shelf-sync", "Shelf sync for wholesalers", maker, ClientReview.Asked, [ApiScopes.VendorCatalog, ApiScopes.VendorOrders]), ct);
        if (await IdOfAsync(Shopper, ct) is { } shopper && !await db.Consents.AnyAsync(c => c.UserId == shopper, ct))
        {
            var now = clock.GetUtcNow();
            db.Consents.Add(new Consent { UserId = shopper, ClientId = "demo-order-board", Scopes = [Scopes.OpenId, Scopes.Profile, ApiScopes.OrdersRead], GivenAt = now, ChangedAt = now });
        }

        await db.SaveChangesAsync(ct);
    }

    private Task<Guid?> IdOfAsync(string email, CancellationToken ct) => db.Users.Where(u => u.Email == email).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(ct);

    private async Task AddAsync(Client client, CancellationToken ct)
    {
        if (!await db.Clients.AnyAsync(c => c.Id == client.Id, ct))
        {
            RedirectUris.EnsureRegistrable(client);
            db.Clients.Add(client);
        }
    }

    private Client App(string id, string name, Guid maker, ClientReview review, IEnumerable<string> api) => new()
    {
        Id = id,
        Name = name,
        OwnerId = maker,
        Review = review,
        IsNative = true,
        Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Scopes = [Scopes.OpenId, Scopes.Profile, Scopes.OfflineAccess, .. api],
        RedirectUris = ["http://127.0.0.1/callback"],
        CreatedAt = clock.GetUtcNow(),
    };
}
