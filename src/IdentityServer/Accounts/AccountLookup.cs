using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Accounts;

internal sealed record Account(User User, IReadOnlyList<string> Roles);

internal sealed class AccountLookup(IdentityDb db)
{
    /// <returns>Null when the account is gone or switched off.</returns>
    public async Task<Account?> FindActiveAsync(Guid userId, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null, ct);
        return user is null ? null : new(user, await RolesOfAsync(userId, ct));
    }

    private Task<List<string>> RolesOfAsync(Guid userId, CancellationToken ct) => (
        from membership in db.UserRoles
        join role in db.Roles on membership.RoleId equals role.Id
        where membership.UserId == userId
        orderby role.Name
        select role.Name!).ToListAsync(ct);
}
