using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Stands for the identity server: does what it is told to accounts that the directory knows. The real one has tests of its own.</summary>
internal sealed class KnownAccounts(IUserDirectory directory) : IAccountAdministration
{
    public async Task<ManagedAccount?> FindAsync(UserId user, CancellationToken ct) =>
        await directory.ShowAsync(user, ct) is null ? null : new(true, true, 0, false, 1, null, null, null, [new("roles-set", "Somebody", "none → dispatch", TimeProvider.System.GetUtcNow())]);

    public Task<Result<Done>> SuspendAsync(UserId user, UserId actor, string reason, CancellationToken ct) => AnswerAsync(user, ct);
    public Task<Result<Done>> ReactivateAsync(UserId user, UserId actor, CancellationToken ct) => AnswerAsync(user, ct);
    public Task<Result<Done>> EndSignInsAsync(UserId user, UserId actor, CancellationToken ct) => AnswerAsync(user, ct);
    public Task<Result<Done>> RequirePasswordAsync(UserId user, UserId actor, CancellationToken ct) => AnswerAsync(user, ct);
    public Task<Result<Done>> RemoveSecondFactorAsync(UserId user, UserId actor, string reason, CancellationToken ct) => AnswerAsync(user, ct);
    public Task<Result<Done>> SetRolesAsync(UserId user, UserId actor, IReadOnlyCollection<string> roles, CancellationToken ct) => AnswerAsync(user, ct);

    public Task<Result<Done>> CorrectAsync(UserId user, UserId actor, string name, string? email, string? phone, string reason, CancellationToken ct) => AnswerAsync(user, ct);

    public async Task<Result<UserId>> InviteAsync(UserId user, UserId actor, string name, string email, string reason, CancellationToken ct) =>
        (await directory.SearchAsync(new(email, null, null), new("", 1, 1, null), ct)).Total > 0 ? PeopleErrors.AddressTaken : user;

    public async Task<DateTimeOffset?> ActAsync(UserId user, UserId actor, Guid grant, string reason, CancellationToken ct) =>
        await directory.ShowAsync(user, ct) is null ? null : TimeProvider.System.GetUtcNow().AddMinutes(30);

    private async Task<Result<Done>> AnswerAsync(UserId user, CancellationToken ct) => await directory.ShowAsync(user, ct) is null ? PeopleErrors.NotFound : new Done();
}
