using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

/// <summary>One end of the ride, as it was when the delivery was requested.</summary>
public sealed record Stop
{
    public const int NameMaxLength = 120;
    public const int StreetMaxLength = 300;
    public const int PhoneMaxLength = 32;
    public const int NoteMaxLength = 500;

    private Stop() { } // EF Core

    public Stop(string name, string street, Position position, string? phone, string? note) =>
        (Name, Street, Position, Phone, Note) = (Cut(name, NameMaxLength), Cut(street, StreetMaxLength), position, Cut(phone, PhoneMaxLength), Cut(note, NoteMaxLength));

    public string Name { get; private init; } = "";
    public string Street { get; private init; } = "";
    public Position Position { get; private init; }
    public string? Phone { get; private init; }
    public string? Note { get; private init; }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}

/// <summary>What is in the bag.</summary>
public sealed record ParcelLine(int Quantity, string Name, string? VariantText);

/// <summary>What an accepted order asks of a rider.</summary>
/// <param name="PromisedBy">What the shopper was told at checkout.</param>
/// <param name="CashToCollect">Zero when it is paid.</param>
/// <param name="ReturnCode">What the shop tells a rider who brings it back.</param>
public sealed record DeliveryDraft(
    Orders.VendorOrderId VendorOrderId, Orders.OrderId OrderId, Vendors.VendorId VendorId, string Number, Stop From, Stop To, int VendorHue,
    IReadOnlyList<ParcelLine> Lines, Money Fee, string FeeExplanation, Money CashToCollect, string PickupCode, string Pin, string ReturnCode, DateTimeOffset ReadyBy,
    DateTimeOffset PromisedBy);
