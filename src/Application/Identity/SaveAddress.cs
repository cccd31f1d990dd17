using FluentValidation;
using Marketplace.Application.Orders;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using SavedAddress = Marketplace.Domain.Identity.SavedAddress;

namespace Marketplace.Application.Identity;

public sealed class SaveAddressValidator : AbstractValidator<SaveAddressRequest>
{
    public SaveAddressValidator()
    {
        RuleFor(r => r.Label).NotEmpty().MaximumLength(SavedAddress.LabelMaxLength);
        RuleFor(r => r.Address).NotNull().SetValidator(new AddressValidator());
    }
}

/// <summary>The signed-in shopper's address book. One address is the default: the first, or the one said last.</summary>
public sealed class AddressesHandler(IMarketplaceDb db, TimeProvider clock) : IHandler
{
    private static Error NotFound { get; } = new(ErrorKind.NotFound, "address.not_found", "There is no such address.");
    private static Error TooMany { get; } = new(ErrorKind.Conflict, "address.too_many", $"You can keep {SavedAddress.MaxPerUser} addresses. Delete one first.");

    public async Task<IReadOnlyList<Contracts.Identity.SavedAddress>> ListAsync(UserId user, CancellationToken ct)
    {
        var found = await db.Set<SavedAddress>().AsNoTracking().Where(a => a.UserId == user).OrderByDescending(a => a.IsDefault).ThenBy(a => a.Label).ThenBy(a => a.Id).ToListAsync(ct);
        return [.. found.Select(Show)];
    }

    public async Task<Result<Contracts.Identity.SavedAddress>> GetAsync(UserId user, SavedAddressId id, CancellationToken ct) =>
        await db.Set<SavedAddress>().AsNoTracking().SingleOrDefaultAsync(a => a.UserId == user && a.Id == id, ct) is { } address ? Show(address) : NotFound;

    public Task<Result<Contracts.Identity.SavedAddress>> AddAsync(UserId user, SaveAddressRequest request, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        var mine = await db.Set<SavedAddress>().Where(a => a.UserId == user).ToListAsync(ct);
        if (mine.Count >= SavedAddress.MaxPerUser)
        {
            return TooMany;
        }

        var address = new SavedAddress(user, request.Label.Trim(), request.Address.ToSnapshot(), isDefault: mine.Count == 0, clock.GetUtcNow());
        db.Set<SavedAddress>().Add(address);
        return await SaveAsync(mine, address, request, ct);
    }, ct);

    public Task<Result<Contracts.Identity.SavedAddress>> ChangeAsync(UserId user, SavedAddressId id, SaveAddressRequest request, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        var mine = await db.Set<SavedAddress>().Where(a => a.UserId == user).ToListAsync(ct);
        return mine.Find(a => a.Id == id) is { } address ? await SaveAsync(mine, address, request, ct) : NotFound;
    }, ct);

    public async Task<Result<Done>> DeleteAsync(UserId user, SavedAddressId id, CancellationToken ct)
    {
        if (await db.Set<SavedAddress>().SingleOrDefaultAsync(a => a.UserId == user && a.Id == id, ct) is not { } address)
        {
            return NotFound;
        }

        db.Set<SavedAddress>().Remove(address);
        await db.SaveChangesAsync(ct);
        return new Done();
    }

    private async Task<Result<Contracts.Identity.SavedAddress>> SaveAsync(List<SavedAddress> mine, SavedAddress address, SaveAddressRequest request, CancellationToken ct)
    {
        var (isDefault, now) = (request.IsDefault || address.IsDefault, clock.GetUtcNow());
        foreach (var other in mine.Where(a => isDefault && a != address && a.IsDefault))
        {
            other.StopBeingDefault(now);
            await db.SaveChangesAsync(ct); // before the new one says it, so that there are never two
        }

        address.Change(request.Label.Trim(), request.Address.ToSnapshot(), isDefault, now);
        await db.SaveChangesAsync(ct);
        return Show(address);
    }

    private static Contracts.Identity.SavedAddress Show(SavedAddress saved) => new(saved.Id.Value, saved.Label, saved.Address.ToDto(), saved.IsDefault, saved.Revision);
}
