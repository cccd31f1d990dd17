using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public static class VendorErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "vendor.not_found", "There is no such shop.");
    public static Error AlreadyApproved { get; } = new(ErrorKind.Conflict, "vendor.already_approved", "The shop is approved already.");
    public static Error AlreadySuspended { get; } = new(ErrorKind.Conflict, "vendor.already_suspended", "The shop is suspended already.");
    public static Error NotApproved { get; } = new(ErrorKind.Conflict, "vendor.not_approved", "The shop is not approved, so it cannot sell.");
    public static Error TooManyShops { get; } = new(ErrorKind.Conflict, "vendor.too_many", "You have as many shops as one account may have.");

    public static Error Wrong(string field, string message) => new(ErrorKind.Invalid, $"vendor.{field.ToLowerInvariant()}_invalid", message, field);
}
