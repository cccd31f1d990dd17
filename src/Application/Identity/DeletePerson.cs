using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>
/// An account deleted at the word of an administrator: for who wrote to us and cannot sign in. It goes the way of one whose owner asked: not while
/// others wait for something, after the same time to think it over, in which its owner is told and can keep it, and with the same traces left.
/// </summary>
public sealed class DeletePersonHandler(IMarketplaceDb db, IPersonalData data, IUserDirectory directory, AuditTrail audit, PrivacyRules rules, TimeProvider clock) : IHandler
{
    public async Task<Result<Done>> AskAsync(Administrator actor, UserId user, string reason, CancellationToken ct)
    {
        if (await directory.WhyNotAsync(actor, user, ct) is { } why)
        {
            return why;
        }

        if (await directory.FindAsync([user], ct) is not [var person])
        {
            return PeopleErrors.NotFound;
        }

        if (await data.HindrancesAsync(user, ct) is [var hindrance, ..])
        {
            return DeletionErrors.Hindered(hindrance);
        }

        if (await FindAsync(user, ct) is not { } deletion)
        {
            db.Set<AccountDeletion>().Add(deletion = AccountDeletion.Of(user));
        }

        var asked = deletion.Ask(person.Email ?? person.Phone ?? "", person.Name, rules.CoolingOff, clock.GetUtcNow());
        return await NotedAsync(asked, "account.deletion-asked", user, reason, ct);
    }

    public async Task<Result<Done>> KeepAsync(Administrator actor, UserId user, string reason, CancellationToken ct) =>
        await directory.WhyNotAsync(actor, user, ct) is { } why ? why
        : await FindAsync(user, ct) is not { } deletion ? DeletionErrors.NotAsked
        : await NotedAsync(deletion.Cancel(clock.GetUtcNow()), "account.deletion-cancelled", user, reason, ct);

    private async Task<Result<Done>> NotedAsync(Result<Done> done, string action, UserId user, string reason, CancellationToken ct)
    {
        if (done.IsSuccess)
        {
            audit.Note(new(action, AuditSubject.Account(user), Reason: reason));
            await db.SaveChangesAsync(ct);
        }

        return done;
    }

    private Task<AccountDeletion?> FindAsync(UserId user, CancellationToken ct) => db.Set<AccountDeletion>().SingleOrDefaultAsync(d => d.UserId == user, ct);
}
