using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Identity;

/// <summary>What the identity server does to accounts at the word of an administrator. Doing the same twice is doing it once.</summary>
public interface IAccountAdministration
{
    /// <returns>Null when there is no such account.</returns>
    Task<ManagedAccount?> FindAsync(UserId user, CancellationToken ct);

    Task<Result<Done>> SuspendAsync(UserId user, UserId actor, string reason, CancellationToken ct);
    Task<Result<Done>> ReactivateAsync(UserId user, UserId actor, CancellationToken ct);
    Task<Result<Done>> EndSignInsAsync(UserId user, UserId actor, CancellationToken ct);
    Task<Result<Done>> RequirePasswordAsync(UserId user, UserId actor, CancellationToken ct);
    Task<Result<Done>> RemoveSecondFactorAsync(UserId user, UserId actor, string reason, CancellationToken ct);

    /// <param name="grant">Of the token with which the administrator asked: the sign-in behind it acts.</param>
    /// <returns>Until when; null when it is refused.</returns>
    Task<DateTimeOffset?> ActAsync(UserId user, UserId actor, Guid grant, string reason, CancellationToken ct);

    /// <summary>Opens an account whose owner chooses what opens it. Whoever was invited before and has chosen nothing yet is sent another mail.</summary>
    /// <returns>Which account it is.</returns>
    Task<Result<UserId>> InviteAsync(UserId user, UserId actor, string name, string email, string reason, CancellationToken ct);

    /// <summary>Sets right what an account is called and where it is reached; a new address has to be confirmed.</summary>
    Task<Result<Done>> CorrectAsync(UserId user, UserId actor, string name, string? email, string? phone, string reason, CancellationToken ct);

    /// <param name="roles">All admin roles that the person has from now on.</param>
    Task<Result<Done>> SetRolesAsync(UserId user, UserId actor, IReadOnlyCollection<string> roles, CancellationToken ct);
}

/// <summary>The identity server could not be asked. Nothing is known of whether it did what it was told.</summary>
public sealed class AccountsUnavailableException(string message, Exception? because = null) : Exception(message, because);

/// <param name="SignIns">In how many browsers the person is signed in.</param>
/// <param name="InvitedUntil">Until when the link is good by which who was invited opens the account.</param>
public sealed record ManagedAccount(
    bool EmailConfirmed, bool HasPassword, int Passkeys, bool HasSecondFactor, int SignIns, DateTimeOffset? SuspendedAt, string? SuspendedBecause,
    DateTimeOffset? PasswordRequiredSince, IReadOnlyList<ManagedChange> Changes, DateTimeOffset? InvitedUntil = null);

/// <param name="ActorName">Null for a command on the server itself.</param>
public sealed record ManagedChange(string Action, string? ActorName, string Detail, DateTimeOffset At);

public static class PeopleErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "people.not_found", "There is no such account.");
    public static Error Yourself { get; } = new(ErrorKind.Conflict, "people.yourself", "This is your own account. Another administrator has to do it.");
    public static Error IsAdministrator { get; } = new(ErrorKind.Forbidden, "people.is_administrator", "This person is an administrator. Only a super administrator may do this.");
    public static Error NotToActFor { get; } = new(ErrorKind.Conflict, "people.not_to_act_for", "Nobody can act for an administrator or for a closed account. If it is neither, sign in again.");
    public static Error AddressTaken { get; } = new(ErrorKind.Conflict, "people.address_taken", "Somebody has an account with this mail address already. Look for them in the list.", "email");
    public static Error NoAddress { get; } = new(ErrorKind.Conflict, "people.no_address", "Give a mail address: without a number that its owner has confirmed, nothing else would reach the account.", "email");
    public static Error Unfit { get; } = new(ErrorKind.Invalid, "people.unfit", "This is no mail address, or no mobile number with its country code.");
    public static Error LastSuper { get; } = new(ErrorKind.Conflict, "people.last_super", "There would be no super administrator any more. Make somebody else one first.");
}
