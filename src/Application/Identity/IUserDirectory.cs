using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Identity;

/// <param name="State">One of <see cref="PersonStates"/>.</param>
public sealed record PeopleFilter(string? Text, string? Role, string? State);

/// <param name="Phone">Of who has no mail address, the number that opens the account.</param>
public sealed record Person(UserId Id, string? Email, string Name, string? Phone);

/// <param name="IsOver">The person is shown no first steps any more.</param>
public sealed record AccountSteps(bool HasPasskey, bool IsOver);

/// <summary>What the identity server lets the rest of the marketplace know of people.</summary>
public interface IUserDirectory
{
    Task<IReadOnlyList<Person>> FindAsync(IReadOnlyCollection<UserId> ids, CancellationToken ct);

    /// <summary>Administrators who may do this.</summary>
    Task<IReadOnlyList<Person>> WithRightAsync(AdminRight right, CancellationToken ct);

    /// <returns>The roles of this account, none when it is suspended or not there; null when nothing is known of accounts here.</returns>
    Task<IReadOnlyList<string>?> RolesOfAsync(UserId user, CancellationToken ct);

    /// <returns>False also for who is not there, and where nothing is known of accounts.</returns>
    Task<bool> IsSuspendedAsync(UserId user, CancellationToken ct);

    /// <returns>The account's address, in small letters, once it is confirmed; null otherwise, and for accounts that are closed.</returns>
    Task<string?> ConfirmedAddressOfAsync(UserId user, CancellationToken ct);

    /// <returns>Null for who is not there, and where nothing is known of accounts.</returns>
    Task<AccountSteps?> FirstStepsOfAsync(UserId user, CancellationToken ct);

    /// <summary>People by part of their name, mail or phone, by role and by state, newest first, with how often they have ordered.</summary>
    Task<Page<AdminUserItem>> SearchAsync(PeopleFilter filter, ListSlice slice, CancellationToken ct);

    /// <returns>Null when there is no such account.</returns>
    Task<AdminUserItem?> ShowAsync(UserId user, CancellationToken ct);
}
