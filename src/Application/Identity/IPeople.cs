using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Identity;

/// <summary>What people see of each other, and how they follow and block. Who was blocked, or may not see, finds nobody.</summary>
public interface IPeople
{
    Task<PersonDto?> FindAsync(UserId viewer, string username, CancellationToken ct);

    /// <summary>People by a part of username, name, place or bio; who has exactly this username comes first.</summary>
    Task<Page<PersonDto>> SearchAsync(UserId viewer, string text, int page, int size, CancellationToken ct);

    /// <summary>Who has this name, if the viewer may see whether they are here.</summary>
    Task<UserId?> FindPresentAsync(UserId viewer, string username, CancellationToken ct);

    /// <summary>Who has this name, if the viewer may see them.</summary>
    Task<UserId?> FindSeenAsync(UserId viewer, string username, CancellationToken ct);

    /// <summary>Those of the pairs in which the viewer may see the person.</summary>
    Task<IReadOnlyList<(UserId Viewer, UserId Person)>> WhoSeesAsync(IReadOnlyCollection<(UserId Viewer, UserId Person)> pairs, CancellationToken ct);

    /// <summary>Those of the pairs in which the viewer may see whether the person is here.</summary>
    Task<IReadOnlyList<(UserId Viewer, UserId Person)>> WhoSeesPresenceAsync(IReadOnlyCollection<(UserId Viewer, UserId Person)> pairs, CancellationToken ct);

    Task<FollowsDto> FollowsOfAsync(UserId user, CancellationToken ct);

    Task<IReadOnlyList<BlockedPerson>> BlocksOfAsync(UserId user, CancellationToken ct);

    Task<Result<Done>> FollowAsync(UserId user, string username, CancellationToken ct);

    Task<Result<Done>> LeaveAsync(UserId user, string username, CancellationToken ct);

    /// <summary>Both stop following each other, whatever they do at the same moment.</summary>
    Task<Result<Done>> BlockAsync(UserId user, string username, CancellationToken ct);

    Task<Result<Done>> UnblockAsync(UserId user, string username, CancellationToken ct);

    Task<Result<Done>> FollowShopAsync(UserId user, Guid vendorId, CancellationToken ct);

    Task<Result<Done>> LeaveShopAsync(UserId user, Guid vendorId, CancellationToken ct);
}
