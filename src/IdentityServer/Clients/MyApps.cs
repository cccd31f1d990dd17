using System.Text.Json;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>What a developer does with the applications that are theirs.</summary>
internal sealed class MyApps(IdentityDb db, AppChanges changes, UserEvents events, TimeProvider clock)
{
    public const int MostPerDeveloper = 20;

    /// <returns>Its id, and the secret if it has one, to be shown once; null when the developer has too many already.</returns>
    public async Task<(string Id, string? Secret)?> CreateAsync(Guid owner, AppForm form, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.users WHERE id = {owner} FOR NO KEY UPDATE", ct);
        if (await db.Clients.CountAsync(c => c.OwnerId == owner, ct) >= MostPerDeveloper)
        {
            return null;
        }

        var (now, isPublic) = (clock.GetUtcNow(), form.Kind == AppForm.Device);
        var client = new Client
        {
            Id = $"app-{Guid.CreateVersion7(now):N}",
            Name = form.Name,
            OwnerId = owner,
            Authentication = isPublic ? ClientAuthentication.None : ClientAuthentication.Basic,
            IsNative = isPublic,
            Grants = isPublic ? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken] : [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials],
            Scopes = form.OrderedScopes,
            RedirectUris = form.Redirects,
            PostLogoutRedirectUris = form.PostLogoutRedirects,
            BackchannelLogoutUri = form.LogoutUri is { Length: > 0 } uri ? uri : null,
            RequiresPush = form.RequiresPush,
            CreatedAt = now,
        };
        db.Clients.Add(client);
        var secret = isPublic ? null : Secrets.New();
        if (secret is not null)
        {
            db.Add(new ClientSecret { Id = Guid.CreateVersion7(now), ClientId = client.Id, Hash = Secrets.Hash(secret), CreatedAt = now });
        }

        await db.SaveChangesAsync(ct);
        await changes.RecordAsync(client.Id, owner, "created", Describe(client), ct);
        await transaction.CommitAsync(ct);
        return (client.Id, secret);
    }

    /// <summary>
    /// Who was approved with other words or for less asks again. Those who let it in keep what they allowed, and are asked for what is more.
    /// Where it sends people from now on is in the log, each address for itself, and its owner hears of it: whoever has their browser could
    /// have done it.
    /// </summary>
    public Task<bool> EditAsync(string id, User owner, AppForm form, CancellationToken ct) => changes.RunAsync(id, owner.Id, owner.Id, async client =>
    {
        var added = form.Redirects.Except(client.RedirectUris).ToList();
        var isMore = form.Name != client.Name || added.Count > 0 || form.OrderedScopes.Except(client.Scopes).Any()
            || (form.LogoutUri.Length > 0 && form.LogoutUri != client.BackchannelLogoutUri);
        if (isMore)
        {
            client.AskAnew();
        }

        (client.Name, client.Scopes) = (form.Name, form.OrderedScopes);
        (client.RedirectUris, client.PostLogoutRedirectUris) = (form.Redirects, form.PostLogoutRedirects);
        (client.BackchannelLogoutUri, client.RequiresPush) = (form.LogoutUri is { Length: > 0 } uri ? uri : null, form.RequiresPush);
        foreach (var redirect in added)
        {
            await changes.RecordAsync(id, owner.Id, "redirect_added", redirect, ct);
        }

        if (added.Count > 0)
        {
            await events.KeysChangedAsync(owner, KeyChange.AppRedirects, ct);
        }

        return ("changed", Describe(client));
    }, ct);

    /// <summary>Switching it off signs everybody out of it.</summary>
    public Task<bool> SwitchAsync(string id, Guid owner, bool isOn, CancellationToken ct) => changes.RunAsync(id, owner, owner, async client =>
    {
        if (client.IsEnabled == isOn || (isOn && client.Review == ClientReview.Refused))
        {
            return null;
        }

        client.IsEnabled = isOn;
        if (!isOn)
        {
            await changes.EndGrantsAsync(id, "application_switched_off", ct);
        }

        return (isOn ? "switched_on" : "switched_off", "");
    }, ct);

    public Task<bool> AskForReviewAsync(string id, Guid owner, CancellationToken ct) => changes.RunAsync(id, owner, owner, async client =>
    {
        if (client.Review is ClientReview.Asked or ClientReview.Approved)
        {
            return null;
        }

        client.Review = ClientReview.Asked;
        await events.AppReviewAskedAsync(owner, id, client.Name, ct);
        return ("review_asked", "");
    }, ct);

    public Task<bool> DeleteAsync(string id, Guid owner, CancellationToken ct) => changes.RunAsync(id, owner, owner, async client =>
    {
        await changes.EndGrantsAsync(id, "application_deleted", ct);
        db.Remove(client);
        return ("deleted", Describe(client));
    }, ct);

    private static string Describe(Client client) => JsonSerializer.Serialize(new { client.Name, client.RedirectUris, client.PostLogoutRedirectUris, client.Scopes, client.BackchannelLogoutUri, client.RequiresPush });
}
