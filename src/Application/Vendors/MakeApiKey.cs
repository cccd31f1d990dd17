using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Vendors;

public sealed record MakeApiKey(VendorId Vendor, UserId By, MakeApiKeyRequest Request);

/// <summary>Takes the place of one that works.</summary>
public sealed record RotateApiKey(VendorId Vendor, ApiKeyId Key, UserId By);

/// <summary>Nothing is missing; everything else is the key's own rule.</summary>
public sealed class MakeApiKeyRequestValidator : AbstractValidator<MakeApiKeyRequest>
{
    public MakeApiKeyRequestValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(ApiKey.NameMaxLength);
        RuleFor(r => r.Scopes).NotNull().Must(s => s is { Count: > 0 and <= 10 }).WithMessage("Choose at least one thing that it may do.");
        RuleForEach(r => r.Scopes).NotNull();
    }
}

/// <summary>The shop's row is locked, so that of two people at once only one makes the last key that there is room for.</summary>
public sealed class MakeApiKeyHandler(IMarketplaceDb db, IApiKeys keys, TimeProvider clock) : IHandler
{
    public Task<Result<MadeApiKey>> HandleAsync(MakeApiKey command, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await keys.LockAsync(command.Vendor, ct);
        var (secret, now) = (ApiKeySecrets.New(), clock.GetUtcNow());
        return await KeepAsync(
            ApiKey.Make(command.Vendor, command.Request.Name, command.Request.Scopes, command.Request.ExpiresAt, secret, ApiKeySecrets.Hash(secret)!, command.By, now),
            command.Vendor, secret, now, ct);
    }, ct);

    public Task<Result<MadeApiKey>> HandleAsync(RotateApiKey command, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await keys.LockAsync(command.Vendor, ct);
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.VendorId == command.Vendor && k.Id == command.Key, ct) is not { } old)
        {
            return ApiKeyErrors.NotFound;
        }

        var (secret, now) = (ApiKeySecrets.New(), clock.GetUtcNow());
        return await KeepAsync(old.Rotate(secret, ApiKeySecrets.Hash(secret)!, command.By, now), command.Vendor, secret, now, ct);
    }, ct);

    private async Task<Result<MadeApiKey>> KeepAsync(Result<ApiKey> made, VendorId vendor, string secret, DateTimeOffset now, CancellationToken ct)
    {
        if (!made.IsSuccess)
        {
            return made.Error;
        }

        if (await db.ApiKeys.CountAsync(k => k.VendorId == vendor && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), ct) >= ApiKey.MostPerShop)
        {
            return ApiKeyErrors.TooMany;
        }

        db.ApiKeys.Add(made.Value);
        await db.SaveChangesAsync(ct);
        return new MadeApiKey(ApiKeyViews.Show(made.Value, now), secret);
    }
}
