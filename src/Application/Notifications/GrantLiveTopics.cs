using FluentValidation;
using Marketplace.Application.Catalog;
using Marketplace.Application.Deliveries;
using Marketplace.Application.Identity;
using Marketplace.Application.Shared;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

/// <param name="User">Null for a guest.</param>
/// <param name="Rights">What the caller may do as an administrator; none for everybody else.</param>
public sealed record GrantLiveTopics(UserId? User, IReadOnlySet<AdminRight> Rights, LiveTicketRequest Request);

/// <param name="Needs">The rights because of which some of the topics were given, and for as long as they are held.</param>
public sealed record GrantedTopics(IReadOnlyList<LiveTopic> Topics, IReadOnlyList<AdminRight> Needs);

public sealed class LiveTicketRequestValidator : AbstractValidator<LiveTicketRequest>
{
    public const int MaxTopics = 30;

    public LiveTicketRequestValidator()
    {
        RuleFor(r => r.Hub).Must(h => h is LiveTopic.Orders or LiveTopic.Notifications or LiveTopic.Inventory).WithMessage("The hub is orders, notifications or inventory.");
        RuleFor(r => r.Topics).NotEmpty().Must(t => t is null || t.Count <= MaxTopics).WithMessage($"One ticket is good for {MaxTopics} topics at most.");
        RuleForEach(r => r.Topics).NotEmpty().MaximumLength(80);
        RuleFor(r => r.OrderToken).MaximumLength(200);
    }
}

/// <summary>Decides which groups a connection may be in. A topic that is unknown and one that is not for the caller look the same.</summary>
public sealed class GrantLiveTopicsHandler(IMarketplaceDb db, IPeople people) : IHandler
{
    public async Task<Result<GrantedTopics>> HandleAsync(GrantLiveTopics command, CancellationToken ct)
    {
        List<LiveTopic> granted = [];
        HashSet<AdminRight> needs = [];
        var (orders, products) = (await OrdersAsync(command, ct), await ProductsAsync(command, ct));
        foreach (var name in command.Request.Topics.Distinct(StringComparer.Ordinal))
        {
            var (kind, value) = name.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (name[..at], name[(at + 1)..]) : (name, "");
            var topic = kind switch
            {
                "order" when orders.Contains(value) => LiveTopic.Order(value),
                "vendor" => await VendorAsync(value, command, ct),
                "rider" => await RiderAsync(value, command, ct),
                "person" when command.User is { } user => await people.FindPresentAsync(user, value, ct) is { } person ? LiveTopic.Person(person, value) : null,
                "profile" when command.User is { } user => await people.FindSeenAsync(user, value, ct) is { } seen ? LiveTopic.Profile(seen, value) : null,
                "account" when command.Rights.Contains(AdminRight.SeePeople) && Guid.TryParseExact(value, "D", out var account) => LiveTopic.Account(new(account)),
                "product" when Guid.TryParseExact(value, "D", out var id) && products.Contains(new(id)) => LiveTopic.Product(new(id)),
                "dispatch" when value.Length == 0 && command.Rights.Contains(AdminRight.SeeDeliveries) => LiveTopic.Dispatch,
                "user" when value.Length == 0 && command.User is { } user => LiveTopic.User(user),
                "cart" when value.Length == 0 && command.User is { } user => LiveTopic.Cart(user),
                _ => (LiveTopic?)null,
            };
            if (topic is not { } known || known.Hub != command.Request.Hub)
            {
                return LiveErrors.UnknownTopic;
            }

            granted.Add(known);
            if (kind is "dispatch")
            {
                needs.Add(AdminRight.SeeDeliveries);
            }
            else if (kind is "account")
            {
                needs.Add(AdminRight.SeePeople);
            }
            else if (kind is "order" or "vendor" && command.Rights.Contains(AdminRight.SeeOrders))
            {
                needs.Add(AdminRight.SeeOrders);
            }
        }

        return new GrantedTopics(granted, [.. needs]);
    }

    /// <summary>Of the orders that are asked for, those of the caller: a page lists many.</summary>
    private async Task<IReadOnlySet<string>> OrdersAsync(GrantLiveTopics command, CancellationToken ct)
    {
        var numbers = ValuesOf("order:", command);
        var (user, seesAll, hash) = (command.User, command.Rights.Contains(AdminRight.SeeOrders), Secrets.Hash(command.Request.OrderToken));
        return numbers.Count == 0 ? new HashSet<string>() : await db.Set<Order>()
            .Where(o => numbers.Contains(o.Number) && (seesAll || (user != null && o.CustomerId == user) || (hash != null && o.AccessTokenHash == hash)))
            .Select(o => o.Number).ToHashSetAsync(ct);
    }

    private async Task<IReadOnlySet<ProductId>> ProductsAsync(GrantLiveTopics command, CancellationToken ct)
    {
        List<ProductId> ids = [.. ValuesOf("product:", command).Where(v => Guid.TryParseExact(v, "D", out _)).Select(v => new ProductId(Guid.Parse(v)))];
        return ids.Count == 0 ? new HashSet<ProductId>()
            : await db.Products.Where(p => ids.Contains(p.Id) && p.State == ProductState.Published).Select(p => p.Id).ToHashSetAsync(ct);
    }

    private static List<string> ValuesOf(string kind, GrantLiveTopics command) =>
        [.. command.Request.Topics.Where(t => t.StartsWith(kind, StringComparison.Ordinal)).Select(t => t[kind.Length..]).Distinct(StringComparer.Ordinal)];

    private async Task<LiveTopic?> VendorAsync(string text, GrantLiveTopics command, CancellationToken ct)
    {
        if (!Guid.TryParseExact(text, "D", out var id))
        {
            return null;
        }

        var (vendor, user) = (new VendorId(id), command.User);
        var mayHear = command.Rights.Contains(AdminRight.SeeOrders)
            ? await db.Vendors.AnyAsync(v => v.Id == vendor, ct)
            : user is not null && await db.VendorMembers.WhoMay(VendorRight.SeeOrders).AnyAsync(m => m.VendorId == vendor && m.UserId == user, ct);
        return mayHear ? LiveTopic.Vendor(vendor) : null;
    }

    private async Task<LiveTopic?> RiderAsync(string text, GrantLiveTopics command, CancellationToken ct)
    {
        if (!Guid.TryParseExact(text, "D", out var id) || command.User is not { } user)
        {
            return null;
        }

        var rider = new RiderId(id);
        return await db.RidersLetIn.AnyAsync(r => r.Id == rider && r.UserId == user, ct) ? LiveTopic.Rider(rider) : null;
    }
}

public static class LiveErrors
{
    public static Error UnknownTopic { get; } = new(ErrorKind.NotFound, "live.unknown_topic", "There is no such topic.", "topics");
}
