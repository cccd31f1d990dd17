using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.OAuth;
using Marketplace.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Clients;

/// <summary>
/// Our own clients come from configuration: <c>Clients:store:Secret</c>, <c>Clients:portal:Secret</c> and, for machines,
/// <c>Clients:tests:Secret</c> and <c>Clients:api:Secret</c>. A client without a secret does not exist. The API's reference, a page on which
/// people sign in to try requests, is one as long as <c>ApiReference:ClientId</c> names it.
/// </summary>
internal sealed partial class ClientSeed(
    IdentityDb db, IConfiguration configuration, IOptions<UrlOptions> urls, TimeProvider clock, ILogger<ClientSeed> log)
{
    private const long Lock = 0x6D70_636C_6E74; // "mpclnt"
    private const int ShortestSecret = 32;
    private const string ReferenceName = "API reference";

    public async Task RunAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        foreach (var wanted in Wanted())
        {
            if (configuration[$"Clients:{wanted.Id}:Secret"] is not { Length: > 0 } secret)
            {
                LogNoSecret(wanted.Id);
                continue;
            }

            if (secret.Length < ShortestSecret)
            {
                throw new InvalidOperationException($"Clients:{wanted.Id}:Secret must have at least {ShortestSecret} characters.");
            }

            await UpsertAsync(wanted, secret, ct);
        }

        await SeedReferenceAsync(configuration["ApiReference:ClientId"], ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private IEnumerable<Client> Wanted()
    {
        yield return App("store", "Marketplace", urls.Value.Store);
        yield return App("portal", "Marketplace portal", urls.Value.Portal);
        yield return Machine("tests", "Tests", [Scopes.Marketplace, Scopes.UsersRead]);
        yield return Machine("api", "Marketplace API", [Scopes.UsersRead, Scopes.AccountsManage]);
    }

    private Client App(string id, string name, string address) => new()
    {
        Id = id,
        Name = name,
        IsFirstParty = true,
        Authentication = ClientAuthentication.Basic,
        Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Scopes = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Phone, Scopes.Roles, Scopes.OfflineAccess, Scopes.Marketplace],
        RedirectUris = [$"{address}/signin/callback"],
        PostLogoutRedirectUris = [$"{address}/", $"{address}/signedout"],
        CreatedAt = clock.GetUtcNow(),
    };

    /// <summary>It runs in the browser and keeps no secret, so people are asked like for an application of others, and nothing outlasts the page.</summary>
    private Client Reference(string id) => new()
    {
        Id = id,
        Name = ReferenceName,
        Review = ClientReview.Approved,
        Authentication = ClientAuthentication.None,
        Grants = [GrantTypes.AuthorizationCode],
        Scopes = [Scopes.OpenId, .. ApiScopes.All.Select(s => s.Name)],
        RedirectUris = [$"{urls.Value.Api}/docs"],
        CreatedAt = clock.GetUtcNow(),
    };

    /// <summary>Those without an owner that have the name are references that were wanted once.</summary>
    private async Task SeedReferenceAsync(string? id, CancellationToken ct)
    {
        var references = await db.Clients.Where(c => !c.IsFirstParty && c.OwnerId == null && c.Name == ReferenceName).ToListAsync(ct);
        references.ForEach(r => r.IsEnabled = r.Id == id);
        if (string.IsNullOrEmpty(id))
        {
            return;
        }

        var wanted = Reference(id);
        RedirectUris.EnsureRegistrable(wanted);
        if (references.Find(r => r.Id == id) is { } known)
        {
            (known.Scopes, known.RedirectUris) = (wanted.Scopes, wanted.RedirectUris);
        }
        else
        {
            db.Add(wanted); // an application of somebody's with this id stops the migration, as it should
        }
    }

    private Client Machine(string id, string name, List<string> scopes) => new()
    {
        Id = id,
        Name = name,
        IsFirstParty = true,
        Authentication = ClientAuthentication.Basic,
        Grants = [GrantTypes.ClientCredentials],
        Scopes = scopes,
        CreatedAt = clock.GetUtcNow(),
    };

    private async Task UpsertAsync(Client wanted, string secret, CancellationToken ct)
    {
        RedirectUris.EnsureRegistrable(wanted);
        var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == wanted.Id, ct);
        if (client is null)
        {
            db.Add(client = wanted);
        }
        else
        {
            (client.Name, client.Authentication, client.IsFirstParty) = (wanted.Name, wanted.Authentication, wanted.IsFirstParty);
            (client.Grants, client.Scopes) = (wanted.Grants, wanted.Scopes);
            (client.RedirectUris, client.PostLogoutRedirectUris) = (wanted.RedirectUris, wanted.PostLogoutRedirectUris);
        }

        var hash = Secrets.Hash(secret);
        if (!client.Secrets.Exists(s => s.Hash.AsSpan().SequenceEqual(hash)))
        {
            var now = clock.GetUtcNow();
            client.Secrets.ForEach(old => old.ExpiresAt ??= now + TimeSpan.FromHours(1)); // time for the other nodes to follow
            db.Add(new ClientSecret { Id = Guid.CreateVersion7(), ClientId = client.Id, Hash = hash, CreatedAt = now });
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Client {ClientId} has no secret in the configuration and is left out")]
    private partial void LogNoSecret(string clientId);
}
