using FluentValidation;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>Nothing is missing and every word is one of its list; the rest is the profile's own rule.</summary>
public sealed class SaveProfileRequestValidator : AbstractValidator<SaveProfileRequest>
{
    public SaveProfileRequestValidator()
    {
        RuleFor(r => r.Bio).NotNull();
        RuleFor(r => r.Location).NotNull();
        RuleFor(r => r.ShownTo).NotNull().Must(w => Audience.FromWire(w) is not null).WithMessage("EVERYONE, FOLLOWED or NOBODY.");
        RuleFor(r => r.Measurements).NotNull();
        RuleFor(r => r.Measurements.Height).SetValidator(new LengthValidator()!).When(r => r.Measurements is not null);
        RuleFor(r => r.Measurements.Chest).SetValidator(new LengthValidator()!).When(r => r.Measurements is not null);
        RuleFor(r => r.Measurements.Waist).SetValidator(new LengthValidator()!).When(r => r.Measurements is not null);
        RuleFor(r => r.Measurements.Hips).SetValidator(new LengthValidator()!).When(r => r.Measurements is not null);
        RuleFor(r => r.Measurements.Inseam).SetValidator(new LengthValidator()!).When(r => r.Measurements is not null);
        RuleFor(r => r.Measurements.Shoes!.System).Must(w => ShoeSystem.FromWire(w) is not null).WithMessage("EU, UK or US.").When(r => r.Measurements?.Shoes is not null);
    }

    private sealed class LengthValidator : AbstractValidator<LengthDto>
    {
        public LengthValidator() => RuleFor(l => l.Unit).Must(w => LengthUnit.FromWire(w) is not null).WithMessage("CENTIMETRE or INCH.");
    }
}

/// <summary>The signed-in person's profile. Whoever never saved one has one all the same: an empty one.</summary>
public sealed class ProfilesHandler(IMarketplaceDb db, IMediaStore media, MediaUrls urls, TimeProvider clock) : IHandler
{
    public async Task<MyProfile> ShowAsync(UserId user, string name, CancellationToken ct) =>
        Show(await db.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user, ct) ?? Profile.Of(user, name));

    public async Task<Result<MyProfile>> SaveAsync(UserId user, string name, SaveProfileRequest request, CancellationToken ct)
    {
        var profile = await FindOrBeginAsync(user, name, ct);
        if (profile.Revision != request.Revision)
        {
            return ProfileErrors.Stale;
        }

        var saved = profile.Save(
            new(request.Username, request.Bio, request.Location, request.Position?.ToPosition(), Audience.FromWire(request.ShownTo)!.Value, Read(request.Measurements)), clock.GetUtcNow());
        if (!saved.IsSuccess)
        {
            return saved.Error;
        }

        var key = profile.UsernameKey;
        if (key is not null && await db.Profiles.AnyAsync(p => p.UsernameKey == key && p.UserId != user, ct))
        {
            return ProfileErrors.UsernameTaken;
        }

        await db.SaveChangesAsync(ct); // two who want it at once: the index knows who was first
        return Show(profile);
    }

    public async Task<Result<MyProfile>> ShowPhotoAsync(UserId user, string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var stored = await media.SaveAsync(content, ct);
        if (!stored.IsSuccess)
        {
            return stored.Error;
        }

        return await PhotoAsync(user, name, stored.Value, ct);
    }

    public async Task<Result<Done>> RemovePhotoAsync(UserId user, string name, CancellationToken ct)
    {
        await PhotoAsync(user, name, null, ct);
        return new Done();
    }

    public async Task<PreferencesDto> PreferencesAsync(UserId user, CancellationToken ct) =>
        Show((await db.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user, ct))?.Preferences ?? Preferences.Usual);

    public async Task<PreferencesDto> PreferAsync(UserId user, string name, PreferencesDto request, CancellationToken ct)
    {
        var profile = await FindOrBeginAsync(user, name, ct);
        var interests = request.Interests.Select(i => i.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        profile.Prefer(new(request.Language, request.Currency, Theme.FromWire(request.Theme)!.Value, interests), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Show(profile.Preferences);
    }

    private async Task<MyProfile> PhotoAsync(UserId user, string name, MediaId? photo, CancellationToken ct)
    {
        var profile = await FindOrBeginAsync(user, name, ct);
        if (profile.PhotoId != photo)
        {
            profile.Show(photo, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }

        return Show(profile);
    }

    private async Task<Profile> FindOrBeginAsync(UserId user, string name, CancellationToken ct)
    {
        if (await db.Profiles.SingleOrDefaultAsync(p => p.UserId == user, ct) is { } known)
        {
            return known;
        }

        var begun = Profile.Of(user, name);
        db.Profiles.Add(begun);
        return begun;
    }

    private MyProfile Show(Profile p) => new(
        p.Username, p.Name, p.Bio, p.Location, p.Position?.ToDto(), urls.Image(p.PhotoId, p.Name), p.ShownTo.ToWire(), Show(p.Measurements), p.Revision);

    private static PreferencesDto Show(Preferences p) => new(p.Language, p.Currency, p.Theme.ToWire(), p.Interests);

    private static MeasurementsDto Show(Measurements m) => new(
        Show(m.Height), Show(m.Chest), Show(m.Waist), Show(m.Hips), Show(m.Inseam), m.Shoes is { } shoes ? new(shoes.Value, shoes.System.ToWire()) : null);

    private static LengthDto? Show(BodyLength? length) => length is { } known ? new(known.Value, known.Unit.ToWire()) : null;

    private static Measurements Read(MeasurementsDto m) => new(
        Read(m.Height), Read(m.Chest), Read(m.Waist), Read(m.Hips), Read(m.Inseam), m.Shoes is { } shoes ? new ShoeSize(shoes.Value, ShoeSystem.FromWire(shoes.System)!.Value) : null);

    private static BodyLength? Read(LengthDto? length) => length is null ? null : new BodyLength(length.Value, LengthUnit.FromWire(length.Unit)!.Value);
}

public sealed class PreferencesValidator : AbstractValidator<PreferencesDto>
{
    public PreferencesValidator()
    {
        RuleFor(p => p.Language).NotNull().MaximumLength(Preferences.LanguageMaxLength).Matches("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$").WithMessage("A language tag, such as en-IN.");
        RuleFor(p => p.Currency).NotNull().Matches("^[A-Z]{3}$").WithMessage("Three capital letters, such as INR.");
        RuleFor(p => p.Theme).NotNull().Must(w => Theme.FromWire(w) is not null).WithMessage("SYSTEM, LIGHT or DARK.");
        RuleFor(p => p.Interests).NotNull().Must(i => i is null || i.Count <= Preferences.MaxInterests).WithMessage($"At most {Preferences.MaxInterests}.");
        RuleForEach(p => p.Interests).NotEmpty().MaximumLength(Preferences.InterestMaxLength);
    }
}

internal static class PeopleSets
{
    extension(IMarketplaceDb db)
    {
        public DbSet<Profile> Profiles => db.Set<Profile>();
        public DbSet<Presence> Presences => db.Set<Presence>();
        public DbSet<Activity> Activities => db.Set<Activity>();
    }
}
