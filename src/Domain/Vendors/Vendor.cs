using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Vendors;

public enum VendorState
{
    Pending,
    Approved,
    Suspended,
}

/// <summary>A shop: what it tells about itself, when it is open, who works there and whether it may sell.</summary>
public sealed partial class Vendor : AggregateRoot
{
    public const int NameMaxLength = 80;
    public const int TaglineMaxLength = 140;
    public const int StoryMaxLength = 4000;
    public const int ReasonMaxLength = 500;
    public const int LineMaxLength = 120;
    public const int PhoneMaxLength = 32;
    public const int EmailMaxLength = 254;
    public const int Hues = 12;
    public const int MaxStretches = 28;
    public const int MaxCommissionPercent = 90;
    public const int MaxPreparationMinutes = 240;
    public const double MaxRadiusKm = 50;

    private readonly List<VendorMember> _members = [];

    private Vendor() { } // EF Core

    public VendorId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public string Slug { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Tagline { get; private set; } = "";
    public string Story { get; private set; } = "";

    /// <summary>1 to 12: which of the design system's shop colours.</summary>
    public int Hue { get; private set; }
    public VendorState State { get; private set; }
    public string? StateReason { get; private set; }
    public MediaId? LogoId { get; private set; }
    public MediaId? BannerId { get; private set; }
    public string Street { get; private set; } = "";
    public string City { get; private set; } = "";
    public string Region { get; private set; } = "";
    public string PostalCode { get; private set; } = "";
    public string Country { get; private set; } = "";
    public Position Position { get; private set; }
    public string Phone { get; private set; } = "";
    public string Email { get; private set; } = "";
    public IReadOnlyList<OpeningHours> Hours { get; private set; } = [];
    public int PreparationMinutes { get; private set; }
    public bool IsTakingOrders { get; private set; }

    /// <summary>Takes no orders, whatever its team wants, because the account of everybody who owns it is suspended.</summary>
    public bool IsHeld { get; private set; }
    public bool OffersPickup { get; private set; }
    public bool OffersDelivery { get; private set; }
    public double DeliveryRadiusKm { get; private set; }

    /// <summary>Goods worth this much are delivered for nothing; in the store's currency.</summary>
    public decimal? FreeDeliveryFrom { get; private set; }
    public decimal CommissionPercent { get; private set; }
    public int RatingSum { get; private set; }
    public int RatingCount { get; private set; }
    public DateTimeOffset RegisteredAt { get; private init; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public IReadOnlyList<VendorMember> Members => _members;

    /// <summary>Opens a shop, which waits for approval. It begins with usual hours, delivery and pickup.</summary>
    public static Result<Vendor> Register(UserId owner, string slug, VendorRegistration registration, decimal commissionPercent, DateTimeOffset now, VendorId? id = null)
    {
        var vendor = new Vendor
        {
            Id = id ?? VendorId.New(),
            Slug = slug,
            State = VendorState.Pending,
            CommissionPercent = commissionPercent,
            IsTakingOrders = true,
            RegisteredAt = now,
            Country = registration.Country,
        };
        var profile = new VendorProfileContent(
            registration.Name, registration.Tagline, "", (Math.Abs(vendor.Id.GetHashCode()) % Hues) + 1, null, null, registration.Street,
            registration.City, registration.Region, registration.PostalCode, registration.Position, registration.Phone, registration.Email,
            OpeningHours.EveryDay(new(9, 0), new(21, 0)), PreparationMinutes: 20, OffersPickup: true, OffersDelivery: true, DeliveryRadiusKm: 5, FreeDeliveryFrom: null);
        if (profile.Check() is { } wrong)
        {
            return wrong;
        }

        vendor.Take(profile);
        vendor._members.Add(new(vendor.Id, owner, VendorRole.Owner, now));
        vendor.Raise(new VendorRegistered(vendor.Id, owner, vendor.Name, now));
        return vendor;
    }

    public Result<Done> SaveProfile(VendorProfileContent profile, DateTimeOffset now)
    {
        if (profile.Check() is { } wrong)
        {
            return wrong;
        }

        Take(profile);
        Raise(new VendorUpdated(Id, now));
        return default(Done);
    }

    public Result<Done> SetTakingOrders(bool isTakingOrders, int preparationMinutes, DateTimeOffset now)
    {
        if (preparationMinutes is < 1 or > MaxPreparationMinutes)
        {
            return VendorErrors.Wrong("preparationMinutes", $"Preparation takes 1 to {MaxPreparationMinutes} minutes.");
        }

        (IsTakingOrders, PreparationMinutes) = (isTakingOrders, preparationMinutes);
        Raise(new VendorUpdated(Id, now));
        return default(Done);
    }

    public Result<Done> Approve(DateTimeOffset now)
    {
        if (State == VendorState.Approved)
        {
            return VendorErrors.AlreadyApproved;
        }

        var isAgain = ApprovedAt is not null;
        (State, StateReason) = (VendorState.Approved, null);
        ApprovedAt ??= now;
        Raise(new VendorApproved(Id, Name, isAgain, now));
        return default(Done);
    }

    public Result<Done> Suspend(string reason, DateTimeOffset now)
    {
        if (State == VendorState.Suspended)
        {
            return VendorErrors.AlreadySuspended;
        }

        if (reason.Trim() is not { Length: > 0 and <= ReasonMaxLength } text)
        {
            return VendorErrors.Wrong("reason", $"Say why, in at most {ReasonMaxLength} characters.");
        }

        (State, StateReason) = (VendorState.Suspended, text);
        Raise(new VendorSuspended(Id, Name, text, now));
        return default(Done);
    }

    /// <summary>Orders that are placed from now on are charged by it; those that were placed keep theirs.</summary>
    /// <param name="percent">Of the goods, 0 to <see cref="MaxCommissionPercent"/>, in hundredths at the finest.</param>
    public Result<Done> AgreeCommission(decimal percent, DateTimeOffset now)
    {
        if (percent is < 0 or > MaxCommissionPercent || decimal.Round(percent, 2) != percent)
        {
            return VendorErrors.Wrong("percent", $"A commission is 0 to {MaxCommissionPercent} percent, with two decimals at most.");
        }

        if (percent != CommissionPercent)
        {
            Raise(new VendorCommissionChanged(Id, Name, CommissionPercent, percent, now));
            Raise(new VendorUpdated(Id, now));
            CommissionPercent = percent;
        }

        return default(Done);
    }

    /// <summary>Stops new orders, or lets them in again. Its team goes on with those that it has.</summary>
    public void Hold(bool isHeld, DateTimeOffset now)
    {
        if (IsHeld != isHeld)
        {
            IsHeld = isHeld;
            Raise(new VendorUpdated(Id, now));
        }
    }

    /// <summary>Takes orders at this moment: approved, neither paused nor held, and within its hours.</summary>
    public bool IsOpenAt(DateTimeOffset now, TimeZoneInfo zone) => CanSell && Hours.IsOpenAt(now, zone);

    /// <summary>When it closes, if it is open now.</summary>
    public DateTimeOffset? ClosesAt(DateTimeOffset now, TimeZoneInfo zone) => CanSell ? Hours.ClosesAt(now, zone) : null;

    /// <summary>When it opens next, if it is closed now. A paused shop does not know.</summary>
    public DateTimeOffset? OpensAt(DateTimeOffset now, TimeZoneInfo zone) => CanSell ? Hours.OpensAt(now, zone) : null;

    private bool CanSell => State == VendorState.Approved && IsTakingOrders && !IsHeld;

    private void Take(VendorProfileContent profile)
    {
        (Name, Tagline, Story, Hue) = (profile.Name.Trim(), profile.Tagline.Trim(), profile.Story.Trim(), profile.Hue);
        (LogoId, BannerId) = (profile.LogoId, profile.BannerId);
        (Street, City, Region, PostalCode) = (profile.Street.Trim(), profile.City.Trim(), profile.Region.Trim(), profile.PostalCode.Trim());
        (Position, Phone, Email) = (profile.Position, profile.Phone.Trim(), profile.Email.Trim());
        Hours = [.. profile.Hours.OrderBy(h => h.Day).ThenBy(h => h.Opens)];
        PreparationMinutes = profile.PreparationMinutes;
        (OffersPickup, OffersDelivery) = (profile.OffersPickup, profile.OffersDelivery);
        (DeliveryRadiusKm, FreeDeliveryFrom) = (profile.DeliveryRadiusKm, profile.FreeDeliveryFrom);
    }
}
