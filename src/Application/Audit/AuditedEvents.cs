using System.Globalization;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Application.Audit;

/// <summary>Events that are noted whatever raised them. The save that writes an event to the outbox writes its note too.</summary>
public static class AuditedEvents
{
    /// <returns>Null for what everybody may do every day.</returns>
    public static AuditNote? NoteOf(IDomainEvent happened) => happened switch
    {
        ProductPriceChanged e => new("price.changed", AuditSubject.Variant(e.VariantId), e.VendorId, Amount(e.From), Amount(e.To)),
        VendorApproved e => new("shop.approved", AuditSubject.Shop(e.VendorId), e.VendorId, After: nameof(VendorState.Approved)),
        VendorSuspended e => new("shop.suspended", AuditSubject.Shop(e.VendorId), e.VendorId, After: nameof(VendorState.Suspended), Reason: e.Reason),
        VendorCommissionChanged e => new("shop.commission-changed", AuditSubject.Shop(e.VendorId), e.VendorId, Percent(e.From), Percent(e.To)),
        PartnerApplicationApproved e => new("partner-application.approved", AuditSubject.PartnerApplication(e.ApplicationId), After: e.Role.ToString()),
        PartnerApplicationRejected e => new("partner-application.rejected", AuditSubject.PartnerApplication(e.ApplicationId), After: e.Role.ToString(), Reason: e.Reason),
        PartnerOpened e => new(e.IsAgain ? "partner.reopened" : "partner.opened", AuditSubject.Partner(e.PartnerId), After: e.Role.ToString()),
        PartnerClosed e => new("partner.closed", AuditSubject.Partner(e.PartnerId), Before: e.Role.ToString(), Reason: e.Reason),
        ApiKeyMade e => new("api-key.made", AuditSubject.ApiKey(e.KeyId), e.VendorId),
        ApiKeyRotated e => new("api-key.rotated", AuditSubject.ApiKey(e.KeyId), e.VendorId, After: $"replaced by {e.SuccessorId.Value}"),
        ApiKeyRevoked e => new("api-key.revoked", AuditSubject.ApiKey(e.KeyId), e.VendorId),
        _ => null,
    };

    private static string Percent(decimal percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} %");

    private static string Amount(Money money) => string.Create(CultureInfo.InvariantCulture, $"{money.Amount:0.####} {money.Currency}");
}
