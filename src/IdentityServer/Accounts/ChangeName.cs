using System.Text;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>What the person is called. The marketplace hears of it in the same transaction.</summary>
internal sealed class ChangeName(IdentityDb db, UserEvents events)
{
    /// <returns>What is wrong with it, or null.</returns>
    public async Task<string?> RunAsync(User user, string text, CancellationToken ct)
    {
        if (!NewAccounts.IsName(text.Trim()))
        {
            return NewAccounts.NameHint;
        }

        var name = text.Trim().Normalize(NormalizationForm.FormC);
        if (name != user.FullName)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.FullName, name), ct);
            user.FullName = name;
            await events.UpdatedAsync(user, ct);
            await transaction.CommitAsync(ct);
        }

        return null;
    }
}
