using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.SecondFactors;

internal sealed class SecondFactorOptions
{
    public const string Section = "SecondFactor";

    /// <summary>Whether admins, and who runs a shop or sees its money, must have a second factor.</summary>
    public bool Required { get; set; } = true;

    /// <summary>How long, from their first sign-in in that role, they are only reminded.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(14);
}

/// <summary>
/// Admins, and owners, managers and finance of a shop, must have more than a password: at first they are reminded at each sign-in, then no app is given a token
/// before they have. An account that only passkeys open has nothing to add.
/// </summary>
internal sealed class SecondFactorDuty(IdentityDb db, AccountKeys keys, IOptions<SecondFactorOptions> options, TimeProvider clock)
{
    /// <summary>Starts the time of grace at the first sign-in that finds the duty.</summary>
    /// <returns>Until when it can wait; null for who has no such duty, or has met it.</returns>
    public async Task<DateTimeOffset?> RemindAsync(User user, CancellationToken ct)
    {
        if (!await IsOwedAsync(user, ct))
        {
            return null;
        }

        var due = user.SecondFactorDueAt ?? clock.GetUtcNow() + options.Value.Grace;
        await db.Users.Where(u => u.Id == user.Id && u.SecondFactorDueAt == null).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecondFactorDueAt, due), ct);
        return due;
    }

    /// <returns>Until when it can wait; null when nothing is owed, or the time has not begun.</returns>
    public async Task<DateTimeOffset?> DueAsync(User user, CancellationToken ct) => user.SecondFactorDueAt is { } due && await IsOwedAsync(user, ct) ? due : null;

    /// <param name="method">How this sign-in was made.</param>
    public async Task<bool> IsOverdueAsync(User user, string method, CancellationToken ct) =>
        !SignInMethods.IsStrong(method) && user.SecondFactorDueAt <= clock.GetUtcNow() && await IsOwedAsync(user, ct);

    /// <summary>For what needs two things at once: there is no time of grace.</summary>
    public bool IsStrongEnough(string method) => !options.Value.Required || SignInMethods.IsStrong(method);

    private async Task<bool> IsOwedAsync(User user, CancellationToken ct) =>
        options.Value.Required && !user.TwoFactorEnabled && await keys.HasWeakAsync(user, ct) && (await IsAdminAsync(user.Id, ct) || await RunsShopAsync(user.Id, ct));

    private Task<bool> IsAdminAsync(Guid userId, CancellationToken ct) =>
        db.UserRoles.AnyAsync(m => m.UserId == userId && db.Roles.Any(r => r.Id == m.RoleId && Role.Administrators.Contains(r.Name)), ct);

    /// <summary>The shops belong to the marketplace. Where the identity server has the database to itself, nobody runs one.</summary>
    private async Task<bool> RunsShopAsync(Guid userId, CancellationToken ct)
    {
        var hasShops = (await db.Database.SqlQuery<bool>($"SELECT to_regclass('vendors.members') IS NOT NULL AS \"Value\"").ToListAsync(ct)).Single();
        return hasShops && (await db.Database.SqlQuery<bool>(
            $"SELECT EXISTS (SELECT 1 FROM vendors.members WHERE user_id = {userId} AND role IN ('Owner', 'Manager', 'Finance')) AS \"Value\"").ToListAsync(ct)).Single();
    }
}
