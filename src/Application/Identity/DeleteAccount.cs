using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <param name="CoolingOff">How long a deletion can be taken back.</param>
public sealed record PrivacyRules(TimeSpan CoolingOff);

public sealed class DeleteAccountRequestValidator : AbstractValidator<DeleteAccountRequest>
{
    public DeleteAccountRequestValidator() => RuleFor(r => r.Confirmation).NotEmpty().MaximumLength(100);
}

/// <summary>A person's wish to go, and to take a copy of their data along.</summary>
public sealed class PrivacyHandler(IMarketplaceDb db, IPersonalData data, IUserDirectory directory, PrivacyRules rules, TimeProvider clock) : IHandler
{
    private static Error CopyNotReady { get; } = new(ErrorKind.NotFound, "data_copy.not_ready", "There is no copy of your data, or it is not ready yet.");
    private static Error CopyInTheMaking { get; } = new(ErrorKind.Conflict, "data_copy.in_the_making", "A copy of your data is being made already.");

    /// <summary>A copy that is not there after so long was lost, and may be asked for anew.</summary>
    private static readonly TimeSpan LongestMaking = TimeSpan.FromMinutes(15);

    public async Task<PrivacyDto> ShowAsync(UserId user, CancellationToken ct)
    {
        var deletion = await db.Set<AccountDeletion>().AsNoTracking().SingleOrDefaultAsync(d => d.UserId == user && d.State == DeletionState.Asked, ct);
        var now = clock.GetUtcNow();
        var copy = await db.Set<DataCopy>().Where(c => c.UserId == user && (c.ExpiresAt == null || c.ExpiresAt > now))
            .Select(c => new DataCopyDto(c.AskedAt, c.ReadyAt, c.ExpiresAt)).SingleOrDefaultAsync(ct);
        return new(deletion?.DueAt, await data.HindrancesAsync(user, ct), rules.CoolingOff.TotalDays, copy);
    }

    /// <param name="email">Empty for who has a phone only.</param>
    public async Task<Result<PrivacyDto>> DeleteAsync(UserId user, string email, string name, DeleteAccountRequest request, CancellationToken ct)
    {
        if (!string.Equals(request.Confirmation.Trim(), DeletionErrors.Confirmation, StringComparison.OrdinalIgnoreCase))
        {
            return DeletionErrors.NotConfirmed;
        }

        if (await data.HindrancesAsync(user, ct) is [var why, ..])
        {
            return DeletionErrors.Hindered(why);
        }

        if (await FindAsync(user, ct) is not { } deletion)
        {
            db.Set<AccountDeletion>().Add(deletion = AccountDeletion.Of(user));
        }

        var asked = deletion.Ask(email.Length > 0 ? email : await PhoneOfAsync(user, ct), name, rules.CoolingOff, clock.GetUtcNow());
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        await db.SaveChangesAsync(ct);
        return await ShowAsync(user, ct);
    }

    public async Task<Result<Done>> KeepAsync(UserId user, CancellationToken ct)
    {
        if (await FindAsync(user, ct) is not { } deletion)
        {
            return DeletionErrors.NotAsked;
        }

        var kept = deletion.Cancel(clock.GetUtcNow());
        if (kept.IsSuccess)
        {
            await db.SaveChangesAsync(ct);
        }

        return kept;
    }

    public async Task<Result<PrivacyDto>> AskForCopyAsync(UserId user, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Set<DataCopy>().SingleOrDefaultAsync(c => c.UserId == user, ct) is not { } copy)
        {
            db.Set<DataCopy>().Add(copy = DataCopy.Of(user));
        }
        else if (copy.ReadyAt is null && now - copy.AskedAt < LongestMaking)
        {
            return CopyInTheMaking;
        }

        copy.Ask(now);
        await db.SaveChangesAsync(ct);
        return await ShowAsync(user, ct);
    }

    public async Task<Result<byte[]>> CopyAsync(UserId user, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Set<DataCopy>().Where(c => c.UserId == user && c.ExpiresAt > now).Select(c => c.Content).SingleOrDefaultAsync(ct) is { } content ? content : CopyNotReady;
    }

    private async Task<string> PhoneOfAsync(UserId user, CancellationToken ct) => await directory.FindAsync([user], ct) is [{ Phone: { } phone }] ? phone : "";

    private Task<AccountDeletion?> FindAsync(UserId user, CancellationToken ct) => db.Set<AccountDeletion>().SingleOrDefaultAsync(d => d.UserId == user, ct);
}

/// <summary>Deletes the accounts whose time to think it over has passed. Whom others wait for by now stays until they do not.</summary>
public sealed class DeleteDueAccountsHandler(IMarketplaceDb db, IPersonalData data, TimeProvider clock) : IHandler
{
    private readonly HashSet<UserId> _left = [];

    /// <returns>Whether there may be another one.</returns>
    public async Task<bool> DeleteOneAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await data.TakeDueAsync(now, _left, ct) is not { } user)
        {
            return false;
        }

        if ((await data.HindrancesAsync(user, ct)).Count > 0)
        {
            _left.Add(user);
            return true;
        }

        var deletion = await db.Set<AccountDeletion>().SingleAsync(d => d.UserId == user, ct);
        deletion.Finish(now);
        if (await db.Profiles.Where(p => p.UserId == user).Select(p => p.PhotoId).SingleOrDefaultAsync(ct) is { } photo)
        {
            db.Publish(user.Value, new PhotoDropped(user, photo, now));
        }

        await data.EraseAsync(user, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public Task ForgetCopiesAsync(CancellationToken ct) => data.ForgetCopiesAsync(clock.GetUtcNow(), ct);
}

/// <summary>Packs a person's data.</summary>
public sealed class PackDataCopy(IMarketplaceDb db, IPersonalData data, TimeProvider clock) : IReactTo<DataCopyAsked>
{
    public async Task HandleAsync(DataCopyAsked happened, CancellationToken ct)
    {
        if (await db.Set<DataCopy>().SingleOrDefaultAsync(c => c.UserId == happened.UserId && c.AskedAt == happened.At && c.ReadyAt == null, ct) is not { } copy)
        {
            return; // gone with its owner, or asked for anew
        }

        copy.Fill(await data.ExportAsync(happened.UserId, ct), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
