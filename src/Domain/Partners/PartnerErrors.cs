using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

public static class PartnerErrors
{
    /// <summary>So many applications for one role are read in <see cref="PartnerApplication.Patience"/>.</summary>
    public const int Most = 5;

    public static Error NotFound { get; } = new(ErrorKind.NotFound, "partner.not_found", "There is nobody here of this name.");
    public static Error ApplicationNotFound { get; } = new(ErrorKind.NotFound, "application.not_found", "There is no such application.");
    public static Error Waiting { get; } = new(ErrorKind.Conflict, "application.waiting", "You have applied already. We write to you when it is decided.");
    public static Error HasRole { get; } = new(ErrorKind.Conflict, "application.has_role", "You are in already: there is nothing to apply for.");
    public static Error TooMany { get; } = new(ErrorKind.Conflict, "application.too_many", $"You have applied {Most} times in {PartnerApplication.Patience.TotalDays:0} days. Wait a while before you try again.");
    public static Error Over { get; } = new(ErrorKind.Conflict, "application.over", "This application is decided, or was withdrawn.");
    public static Error Own { get; } = new(ErrorKind.Forbidden, "application.own", "Somebody else decides on your own application.");
    public static Error NotYours { get; } = new(ErrorKind.Forbidden, "application.not_permitted", "Your roles in operations do not let you decide on this kind of application.");
    public static Error Closed { get; } = new(ErrorKind.Conflict, "partner.closed", "This page is closed.");
    public static Error AlreadyOpen { get; } = new(ErrorKind.Conflict, "partner.open", "This page is open already.");

    public static Error Wrong(string field, string message) => new(ErrorKind.Invalid, $"partner.{field.ToLowerInvariant()}_invalid", message, field);

    internal static Error? Text(string field, string text, int min, int max) =>
        Unless(text.Trim().Length >= min && text.Trim().Length <= max, field, min == 0 ? $"At most {max} characters." : $"{min} to {max} characters.");

    internal static Error? Unless(bool isRight, string field, string message) => isRight ? null : Wrong(field, message);
}
