using Marketplace.Application.Catalog;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Audit;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Audit;

/// <summary>Puts names to the numbers of the audit log, as far as those still have names.</summary>
public sealed class AuditNames(IMarketplaceDb db, IUserDirectory directory) : IUseCasePart
{
    /// <summary>What only administrators do: the people of a shop do not learn which one it was.</summary>
    private static readonly string[] Administrators =
    [
        "shop.approved", "shop.suspended", "shop.commission-changed", "product.hidden", "product.shown", "product.corrected", "product.removed", "part.cancelled", "delivery.turned-back", "delivery.at-shop", "delivery.lost",
    ];

    internal async Task<IReadOnlyList<AuditItem>> ShowAsync(IReadOnlyList<AuditEntry> entries, bool toShop, CancellationToken ct)
    {
        var people = await directory.NamesOfAsync(
            [
                .. entries.SelectMany(e => (UserId?[])[e.Actor == AuditActor.Person ? e.ActorId : null, e.ActingForId]).OfType<UserId>(),
                .. Ids(entries, AuditSubject.AccountKind).Concat(Ids(entries, AuditSubject.MemberKind)).Select(UserId.From),
            ], ct);
        var keys = await KeysAsync(entries, ct);
        var things = await ThingsAsync(entries, keys, ct);
        return [.. entries.Select(e => Show(e, toShop, people, keys, things))];
    }

    private static AuditItem Show(
        AuditEntry e, bool toShop, IReadOnlyDictionary<UserId, Person> people, Dictionary<Guid, string> keys, IReadOnlyDictionary<string, string> things)
    {
        var isHidden = toShop && (Administrators.Contains(e.Action) || e.ActingForId is not null);
        var (actor, id, name) = isHidden ? (AuditActors.Marketplace, null, "The marketplace") : e.Actor switch
        {
            AuditActor.Person => (AuditActors.Person, e.ActorId?.Value, people.NameOf(e.ActorId!.Value)),
            AuditActor.ApiKey => (AuditActors.ApiKey, e.ActorId?.Value, keys.TryGetValue(e.ActorId!.Value.Value, out var key) ? $"API key {key}" : "An API key"),
            AuditActor.Server => (AuditActors.Server, (Guid?)null, "The server"),
            _ => throw new InvalidOperationException($"No word for {e.Actor}."),
        };
        var subject = e.SubjectKind is AuditSubject.AccountKind or AuditSubject.MemberKind
            ? people.NameOf(UserId.From(Guid.Parse(e.SubjectId)))
            : things.GetValueOrDefault(e.SubjectId);
        return new(
            e.Id.Value, e.At, actor, id, name, e.ActingForId?.Value, e.ActingForId is { } other ? people.NameOf(other) : null, e.VendorId?.Value, e.Action, e.SubjectKind, e.SubjectId, subject,
            e.Before, e.After, e.Reason, toShop ? null : e.Place, toShop ? null : e.TraceId);
    }

    private async Task<Dictionary<Guid, string>> KeysAsync(IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        ApiKeyId[] ids = [.. entries.Where(e => e.Actor == AuditActor.ApiKey).Select(e => ApiKeyId.From(e.ActorId!.Value.Value)).Concat(Ids(entries, "api-key").Select(ApiKeyId.From)).Distinct()];
        return ids.Length == 0 ? [] : await db.ApiKeys.AsNoTracking().Where(k => ids.Contains(k.Id)).ToDictionaryAsync(k => k.Id.Value, k => k.Name, ct);
    }

    private async Task<Dictionary<string, string>> ThingsAsync(IReadOnlyList<AuditEntry> entries, Dictionary<Guid, string> keys, CancellationToken ct)
    {
        VendorId[] shops = [.. Ids(entries, "shop").Select(VendorId.From)];
        ProductId[] products = [.. Ids(entries, "product").Select(ProductId.From)];
        VariantId[] variants = [.. Ids(entries, "variant").Select(VariantId.From)];
        var names = keys.ToDictionary(k => k.Key.ToString(), k => k.Value);
        foreach (var shop in shops.Length == 0 ? [] : await db.Vendors.AsNoTracking().Where(v => shops.Contains(v.Id)).Select(v => new { v.Id, v.Name }).ToListAsync(ct))
        {
            names[shop.Id.Value.ToString()] = shop.Name;
        }

        foreach (var product in products.Length == 0 ? [] : await db.Products.AsNoTracking().Where(p => products.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(ct))
        {
            names[product.Id.Value.ToString()] = product.Name;
        }

        var sold = db.Products;
        foreach (var variant in variants.Length == 0 ? [] : await db.Set<Variant>().AsNoTracking().Where(v => variants.Contains(v.Id))
            .Join(sold, v => v.ProductId, p => p.Id, (v, p) => new { v.Id, v.Sku, p.Name }).ToListAsync(ct))
        {
            names[variant.Id.Value.ToString()] = $"{variant.Name}, {variant.Sku}";
        }

        return names;
    }

    private static IEnumerable<Guid> Ids(IEnumerable<AuditEntry> entries, string kind) => entries.Where(e => e.SubjectKind == kind).Select(e => Guid.Parse(e.SubjectId)).Distinct();
}
