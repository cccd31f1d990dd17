using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

internal sealed record Account(User User, IReadOnlyList<string> Roles);

internal sealed class AccountLookup(IdentityDb db, ILookupNormalizer normalizer)
{
    /// <summary>Unicode keeps it free for ever, and text that holds it cannot be normalized.</summary>
    internal const char NoCharacter = '\uFFFE';

    /// <returns>Null when the account is gone or switched off.</returns>
    public async Task<Account?> FindActiveAsync(Guid userId, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null, ct);
        return user is null ? null : new(user, await RolesOfAsync(userId, ct));
    }

    /// <param name="address">A mail address, or the number of a phone that is confirmed, as somebody typed it.</param>
    /// <returns>Null when there is no such account, or it is switched off.</returns>
    public async Task<User?> FindActiveAsync(string address, CancellationToken ct) => await FindAsync(address, ct) is { DisabledAt: null } user ? user : null;

    /// <returns>Also an account that is switched off.</returns>
    public async Task<User?> FindAsync(string address, CancellationToken ct)
    {
        if (!address.Contains('@') && PhoneText.Normalize(address) is { } number)
        {
            return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.PhoneNumber == number && u.PhoneNumberConfirmed, ct);
        }

        var normalized = address.Contains(NoCharacter) ? "" : normalizer.NormalizeEmail(address.Trim());
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
    }

    private Task<List<string>> RolesOfAsync(Guid userId, CancellationToken ct) => (
        from membership in db.UserRoles
        join role in db.Roles on membership.RoleId equals role.Id
        where membership.UserId == userId
        orderby role.Name
        select role.Name!).ToListAsync(ct);
}
