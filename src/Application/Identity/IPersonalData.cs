using Marketplace.Domain.Identity;

namespace Marketplace.Application.Identity;

/// <summary>All that is stored of a person, in every schema of the database, by the inventory of personal data.</summary>
public interface IPersonalData
{
    /// <summary>Why the person cannot go now, in sentences: what others still wait for.</summary>
    Task<IReadOnlyList<string>> HindrancesAsync(UserId user, CancellationToken ct);

    /// <summary>Everything that concerns the person, as a ZIP of JSON files, one for each table. Secrets stay here.</summary>
    Task<byte[]> ExportAsync(UserId user, CancellationToken ct);

    /// <summary>Takes the person out of every table, in the transaction of the caller. What stays stands under the account's number. May be repeated.</summary>
    Task EraseAsync(UserId user, CancellationToken ct);

    /// <summary>Whether somebody bought under this address without an account.</summary>
    Task<bool> IsGuestAsync(string email, CancellationToken ct);

    /// <summary>Why what a guest bought cannot be forgotten now, in sentences.</summary>
    Task<IReadOnlyList<string>> GuestHindrancesAsync(string email, CancellationToken ct);

    /// <summary>The same as <see cref="ExportAsync"/>, of who bought without an account.</summary>
    Task<byte[]> ExportGuestAsync(string email, CancellationToken ct);

    /// <summary>The same as <see cref="EraseAsync"/>. The orders stay, and tell of nobody.</summary>
    Task EraseGuestAsync(string email, CancellationToken ct);

    /// <summary>The first account that is to be deleted by now and that no other node has in hand.</summary>
    Task<UserId?> TakeDueAsync(DateTimeOffset now, IReadOnlyCollection<UserId> except, CancellationToken ct);

    /// <summary>Throws away the copies that have expired.</summary>
    Task ForgetCopiesAsync(DateTimeOffset now, CancellationToken ct);
}
