using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Administration;

/// <summary>
/// Opens an account for somebody, who chooses what opens it. Nobody else does: until the link in the mail was used, nothing opens it. The account, the
/// mail and the note of who did it are one transaction.
/// </summary>
internal sealed class InviteToAccount(IdentityDb db, NewAccounts accounts, AccountLookup lookup, Invitations invitations, AccountChanges changes)
{
    /// <param name="id">Of the account that will be there; asked twice, it is opened once.</param>
    /// <returns>Which account it is: another than <paramref name="id"/> when the person was invited before, and has chosen nothing yet.</returns>
    public async Task<(Administered Done, Guid Account)> RunAsync(Guid id, Guid? actor, string fullName, string email, string reason, CancellationToken ct)
    {
        var address = email.Trim();
        if (!NewAccounts.IsName(fullName) || !EmailText.IsValid(address))
        {
            return (Administered.Unfit, id);
        }

        var user = accounts.Make(fullName, address, isConfirmed: false, id);
        user.LastSignInAt = null;
        return await accounts.AddAsync(user, agreed: null, ct, inviting: () => SendAsync(user, actor, reason, ct)) ? (Administered.Done, id) : await AgainAsync(id, address, actor, reason, ct);
    }

    private async Task<(Administered Done, Guid Account)> AgainAsync(Guid id, string address, Guid? actor, string reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await lookup.FindAsync(address, ct) is not { DisabledAt: null } known || !await invitations.IsWaitingAsync(known.Id, ct))
        {
            return (Administered.AddressTaken, id);
        }

        if (known.Id != id)
        {
            await SendAsync(known, actor, reason, ct);
            await transaction.CommitAsync(ct);
        }

        return (Administered.Done, known.Id);
    }

    private async Task SendAsync(User user, Guid? actor, string reason, CancellationToken ct)
    {
        await invitations.SendAsync(user, ct);
        await changes.AddAsync(user.Id, actor, AccountChanges.Invited, ct, reason: reason);
    }
}
