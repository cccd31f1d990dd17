using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Legal;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Legal;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Legal;

public sealed class PublishLegalTextValidator : AbstractValidator<PublishLegalTextRequest>
{
    public PublishLegalTextValidator()
    {
        RuleFor(r => r.Body).NotEmpty().MaximumLength(LegalText.BodyMaxLength);
        RuleFor(r => r.BasedOn).GreaterThan(0);
    }
}

/// <summary>Terms, privacy notice and cookie notice: what they say now and said before, and a new version of one.</summary>
public sealed class LegalTextsHandler(IMarketplaceDb db, AuditTrail audit, TimeProvider clock) : IHandler
{
    /// <param name="version">Null for the one that holds now.</param>
    public async Task<Result<LegalTextDto>> ShowAsync(string kind, int? version, CancellationToken ct) => await FindAsync(kind, ct) is { } text
        ? Show(text, version ?? text.Current.Number)
        : LegalErrors.NotFound;

    public async Task<Result<LegalTextDto>> PublishAsync(UserId by, string kind, PublishLegalTextRequest request, CancellationToken ct)
    {
        if (await FindAsync(kind, ct) is not { } text)
        {
            return LegalErrors.NotFound;
        }

        var before = text.Current.Number;
        var published = text.Publish(request.Body, request.AsksEverybody, request.BasedOn, by, clock.GetUtcNow());
        if (!published.IsSuccess)
        {
            return published.Error;
        }

        audit.Note(new("legal.published", AuditSubject.Settings, Before: $"{kind}: version {before}", After: $"{kind}: version {published.Value.Number}{(request.AsksEverybody ? ", everybody is asked" : "")}"));
        await db.SaveChangesAsync(ct);
        return Show(text, published.Value.Number);
    }

    private async Task<LegalText?> FindAsync(string kind, CancellationToken ct) => LegalKinds.All.Contains(kind) && Wire.FromWire<LegalKind>(kind) is { } known
        ? await db.LegalTexts.SingleOrDefaultAsync(t => t.Kind == known, ct)
        : null;

    private static Result<LegalTextDto> Show(LegalText text, int number) => text.Versions.FirstOrDefault(v => v.Number == number) is { } version
        ? new LegalTextDto(
            text.Kind.ToWire().ToLowerInvariant(), version.Number, version.Body, version.PublishedAt, version == text.Current,
            [.. text.Versions.OrderByDescending(v => v.Number).Select(v => new LegalVersionItem(v.Number, v.PublishedAt, v.AsksEverybody))])
        : LegalErrors.NotFound;
}

/// <summary>What somebody agreed to, for themselves and for administrators.</summary>
public sealed class AgreementViews(IMarketplaceDb db) : IHandler
{
    public async Task<IReadOnlyList<AgreementDto>> ListAsync(UserId user, CancellationToken ct) => await db.AgreementsOfAsync(user, ct);
}

internal static class LegalQueries
{
    extension(IMarketplaceDb db)
    {
        public DbSet<LegalText> LegalTexts => db.Set<LegalText>();

        /// <summary>Whether somebody may agree to this version of the terms now.</summary>
        public async Task<Result<Done>> AcceptsTermsAsync(int version, CancellationToken ct) =>
            (await db.LegalTexts.AsNoTracking().SingleAsync(t => t.Kind == LegalKind.Terms, ct)).Accepts(version);

        /// <summary>The newest first.</summary>
        public async Task<IReadOnlyList<AgreementDto>> AgreementsOfAsync(UserId user, CancellationToken ct) =>
            [.. (await db.Set<Agreement>().AsNoTracking().Where(a => a.UserId == user).OrderByDescending(a => a.At).ThenByDescending(a => a.Version).ToListAsync(ct))
                .Select(a => new AgreementDto(a.Version, a.At, a.Place.ToWire()))];
    }
}
