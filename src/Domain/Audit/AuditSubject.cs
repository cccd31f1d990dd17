using Marketplace.Domain.Catalog;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Deliveries.Shifts;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Audit;

/// <summary>What something was done to. The identity server writes <c>account</c> and <c>application</c>.</summary>
public sealed record AuditSubject(string Kind, string Id)
{
    public const string AccountKind = "account";
    public const string ApplicationKind = "application";
    public const string MemberKind = "member";
    public const string InvitationKind = "invitation";

    public static IReadOnlyList<string> Kinds { get; } =
        [AccountKind, "shop", MemberKind, InvitationKind, "api-key", "product", "variant", "category", "brand", "part", "delivery", "rider", "shift", "partner-application", "partner", "settings", "event", ApplicationKind];

    public static AuditSubject Settings { get; } = new("settings", "marketplace");

    public static AuditSubject Account(UserId id) => Of(AccountKind, id.Value);
    public static AuditSubject Shop(VendorId id) => Of("shop", id.Value);
    public static AuditSubject Member(UserId id) => Of(MemberKind, id.Value);
    public static AuditSubject Invitation(InvitationId id) => Of(InvitationKind, id.Value);
    public static AuditSubject ApiKey(ApiKeyId id) => Of("api-key", id.Value);
    public static AuditSubject Product(ProductId id) => Of("product", id.Value);
    public static AuditSubject Variant(VariantId id) => Of("variant", id.Value);
    public static AuditSubject Category(CategoryId id) => Of("category", id.Value);
    public static AuditSubject Brand(BrandId id) => Of("brand", id.Value);
    public static AuditSubject Part(VendorOrderId id) => Of("part", id.Value);
    public static AuditSubject Delivery(DeliveryId id) => Of("delivery", id.Value);
    public static AuditSubject Rider(RiderId id) => Of("rider", id.Value);
    public static AuditSubject PartnerApplication(PartnerApplicationId id) => Of("partner-application", id.Value);
    public static AuditSubject Partner(PartnerId id) => Of("partner", id.Value);
    public static AuditSubject Shift(ShiftId id) => Of("shift", id.Value);
    public static AuditSubject FailedEvent(Guid id) => Of("event", id);

    private static AuditSubject Of(string kind, Guid id) => new(kind, id.ToString());
}
