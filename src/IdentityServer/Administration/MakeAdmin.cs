using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Administration;

/// <summary>
/// <c>make-admin MAIL</c>: makes somebody who has an account a super administrator. It is how the first one is made, because there are no
/// accounts that come with the software; whoever may run it may change the database anyway.
/// </summary>
internal sealed class MakeAdmin(IdentityDb db, AccountLookup accounts, AdministerAccount administer)
{
    /// <returns>What to print, and whether it was done.</returns>
    public async Task<(bool IsDone, string Text)> RunAsync(string email, CancellationToken ct)
    {
        if (await accounts.FindActiveAsync(email, ct) is not { } user)
        {
            return (false, "There is no such account. Register it first.");
        }

        if (!user.EmailConfirmed)
        {
            return (false, "The email address of the account is not confirmed yet.");
        }

        var held = await (from m in db.UserRoles join r in db.Roles on m.RoleId equals r.Id where m.UserId == user.Id && Role.Administrators.Contains(r.Name) select r.Name!).ToListAsync(ct);
        return await administer.SetRolesAsync(user.Id, actor: null, [.. held.Append(Role.Admin).Distinct()], ct) == Administered.Done
            ? (true, "The account is a super administrator now. At its next sign-in it is asked to set up a second step.")
            : (false, "It was not possible.");
    }
}
