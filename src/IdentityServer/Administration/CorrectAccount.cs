using System.Text;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Administration;

/// <param name="Email">Null or nothing for who has a phone only.</param>
/// <param name="Phone">Null or nothing for who has none.</param>
internal sealed record Correction(string FullName, string? Email, string? Phone);

/// <summary>
/// Sets right what an account is called and where it is reached. An address that comes from somebody else than its owner proves nothing: it has to be
/// confirmed. Both addresses are told, and whoever had a confirmed one until now can take the change back.
/// </summary>
internal sealed class CorrectAccount(
    IdentityDb db, AddressCodes codes, AddressUndo undo, Invitations invitations, AccountChanges changes, UserEvents events, ILookupNormalizer normalizer)
{
    public async Task<Administered> RunAsync(Guid userId, Guid? actor, Correction wanted, string reason, CancellationToken ct)
    {
        if (Read(wanted) is not var (name, email, phone))
        {
            return Administered.Unfit;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM identity.users WHERE id = {userId} FOR UPDATE", ct); // one after another
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } before)
        {
            return Administered.NoSuchAccount;
        }

        var (hasNewEmail, hasNewPhone) = (normalizer.NormalizeEmail(email) != before.NormalizedEmail, phone != before.PhoneNumber);
        if (email is null && (phone is null || hasNewPhone || !before.PhoneNumberConfirmed))
        {
            return Administered.NoAddress;
        }

        var after = new User
        {
            Id = userId,
            FullName = name,
            Email = hasNewEmail ? email : before.Email,
            EmailConfirmed = before.EmailConfirmed && !hasNewEmail,
            PhoneNumber = phone,
            PhoneNumberConfirmed = before.PhoneNumberConfirmed && !hasNewPhone,
        };
        string[] corrected = [.. name != before.FullName ? ["name"] : Array.Empty<string>(), .. hasNewEmail ? ["mail address"] : Array.Empty<string>(), .. hasNewPhone ? ["phone"] : Array.Empty<string>()];
        if (corrected.Length == 0)
        {
            return Administered.Done;
        }

        if (!await WriteAsync(after, ct))
        {
            return Administered.AddressTaken;
        }

        if (hasNewEmail || hasNewPhone)
        {
            await codes.EndAsync(before, ct);
        }

        if (hasNewEmail)
        {
            await TellOfEmailAsync(before, after, ct);
        }

        if (hasNewPhone)
        {
            await TellOfPhoneAsync(before, after, ct);
        }

        await changes.AddAsync(userId, actor, AccountChanges.Corrected, ct, after: string.Join(", ", corrected), reason: reason);
        await events.UpdatedAsync(after, ct);
        await transaction.CommitAsync(ct);
        return Administered.Done;
    }

    /// <returns>As we keep it; null when something is none.</returns>
    private static (string Name, string? Email, string? Phone)? Read(Correction wanted)
    {
        var (name, email, typed) = (wanted.FullName.Trim(), Said(wanted.Email), Said(wanted.Phone));
        var phone = PhoneText.Normalize(typed);
        return NewAccounts.IsName(name) && (email is null || EmailText.IsValid(email)) && (typed is null || phone is not null) ? (name.Normalize(NormalizationForm.FormC), email, phone) : null;
    }

    private static string? Said(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    /// <returns>False when the mail address opens another account.</returns>
    private async Task<bool> WriteAsync(User after, CancellationToken ct)
    {
        var (normalizedEmail, userName) = (normalizer.NormalizeEmail(after.Email), after.Email ?? after.Id.ToString());
        var normalizedName = normalizer.NormalizeName(userName);
        try
        {
            await db.Users.Where(u => u.Id == after.Id).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.FullName, after.FullName).SetProperty(u => u.Email, after.Email).SetProperty(u => u.NormalizedEmail, normalizedEmail)
                    .SetProperty(u => u.UserName, userName).SetProperty(u => u.NormalizedUserName, normalizedName).SetProperty(u => u.EmailConfirmed, after.EmailConfirmed)
                    .SetProperty(u => u.PhoneNumber, after.PhoneNumber).SetProperty(u => u.PhoneNumberConfirmed, after.PhoneNumberConfirmed),
                ct);
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    private async Task TellOfEmailAsync(User before, User after, CancellationToken ct)
    {
        if (before is { Email: { } old, EmailConfirmed: true })
        {
            await undo.NoteAsync(before, old, ct);
        }
        else if (before.Email is { } unproved)
        {
            await events.KeysChangedAsync(before, KeyChange.AddressCorrectedAway, ct, unproved);
        }

        if (after.Email is not null && await invitations.IsWaitingAsync(after.Id, ct))
        {
            await invitations.SendAsync(after, ct); // the link went to the wrong mailbox
        }
        else
        {
            await events.KeysChangedAsync(after, KeyChange.AddressCorrected, ct);
        }
    }

    private async Task TellOfPhoneAsync(User before, User after, CancellationToken ct)
    {
        if (before is { PhoneNumber: { } old, PhoneNumberConfirmed: true })
        {
            await undo.NoteAsync(before, old, ct);
        }

        await events.KeysChangedAsync(after, KeyChange.PhoneCorrected, ct);
    }
}
