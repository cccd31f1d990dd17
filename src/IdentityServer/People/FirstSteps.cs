using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.People;

/// <summary>
/// What somebody may want to set up who is new here. Read from what is so now, so that a step is done wherever it was done; kept is only that nobody
/// need be shown it any more. The account's page comes without it when the marketplace is away.
/// </summary>
internal sealed class FirstSteps(IdentityDb db, AccountApi api, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <returns>Null when there is nothing to show.</returns>
    public async Task<FirstStepsDto?> OfAsync(Session session, User user, bool hasPasskey, CancellationToken ct)
    {
        if (user.FirstStepsEndedAt is not null || await AskAsync(session, ct) is not { } known)
        {
            return null;
        }

        var steps = known with { HasPasskey = hasPasskey };
        if (steps is { HasPhoto: true, HasAddress: true, HasChosenNews: true, HasPasskey: true })
        {
            await EndAsync(user.Id, ct);
            return null;
        }

        return steps;
    }

    /// <summary>They are done, or the person does not want to see them.</summary>
    public Task EndAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Users.Where(u => u.Id == userId && u.FirstStepsEndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(u => u.FirstStepsEndedAt, now), ct);
    }

    private async Task<FirstStepsDto?> AskAsync(Session session, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var client = await api.AsAsync(session, patience.Token);
            return client is null ? null : await new MeClient(client).FirstStepsAsync(patience.Token);
        }
        catch (Exception away) when (away is ApiException or HttpRequestException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }
}
