using Marketplace.Domain.Identity;

namespace Marketplace.Application.Identity;

public sealed record Person(UserId Id, string Email, string Name);

/// <summary>What the identity server lets the rest of the marketplace know of people.</summary>
public interface IUserDirectory
{
    Task<IReadOnlyList<Person>> FindAsync(IReadOnlyCollection<UserId> ids, CancellationToken ct);

    Task<IReadOnlyList<Person>> WithRoleAsync(string role, CancellationToken ct);
}
