using FluentValidation;
using Marketplace.Contracts.Orders;

namespace Marketplace.Application.Orders;

/// <summary>Why a shop gives an order back, as the shopper reads it.</summary>
public static class RejectReasons
{
    internal const int NoteMaxLength = 300;

    private static readonly Dictionary<string, string> Words = new()
    {
        ["OUT_OF_STOCK"] = "Something in the order is out of stock",
        ["TOO_BUSY"] = "The shop is too busy right now",
        ["CLOSING"] = "The shop is closing",
        ["CANNOT_DELIVER"] = "The shop cannot get it to this address",
        ["OTHER"] = "The shop cannot take this order",
    };

    public static string InWords(RejectOrderRequest request) =>
        string.IsNullOrWhiteSpace(request.Note) ? Words[request.Reason] : $"{Words[request.Reason]}. {request.Note.Trim()}";

    internal static bool IsKnown(string? reason) => reason is not null && Words.ContainsKey(reason);
}

public sealed class RejectOrderValidator : AbstractValidator<RejectOrderRequest>
{
    public RejectOrderValidator()
    {
        RuleFor(r => r.Reason).Must(RejectReasons.IsKnown).WithMessage("A reason is OUT_OF_STOCK, TOO_BUSY, CLOSING, CANNOT_DELIVER or OTHER.");
        RuleFor(r => r.Note).MaximumLength(RejectReasons.NoteMaxLength);
    }
}

public sealed class AcceptOrderValidator : AbstractValidator<AcceptOrderRequest>
{
    public AcceptOrderValidator() => RuleFor(r => r.PreparationMinutes).InclusiveBetween(1, 240);
}

public sealed class HandOverValidator : AbstractValidator<HandOverRequest>
{
    public HandOverValidator() => RuleFor(r => r.Pin).NotEmpty().Matches("^[0-9]{4}$").WithMessage("A PIN has four digits.");
}
