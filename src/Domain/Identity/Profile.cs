using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

/// <summary>Who may see something of a person.</summary>
public enum Audience
{
    Nobody,

    /// <summary>Those whom the person follows.</summary>
    Followed,
    Everyone,
}

/// <summary>What a person says of themselves. Name, address and phone are the identity server's; the name is kept here as it was told last.</summary>
public sealed class Profile : AggregateRoot
{
    public const int NameMaxLength = 100;
    public const int BioMaxLength = 300;
    public const int LocationMaxLength = 80;

    private Profile() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public UserId UserId { get; private init; }
    public string Name { get; private set; } = "";

    /// <summary>Null until one is chosen: without it nobody finds the person.</summary>
    public string? Username { get; private set; }
    public string? UsernameKey { get; private set; }
    public string Bio { get; private set; } = "";
    public string Location { get; private set; } = "";
    public double? Latitude { get; private set; }
    public double? Longitude { get; private set; }
    public Position? Position => Latitude is { } latitude && Longitude is { } longitude ? new(latitude, longitude) : null;
    public MediaId? PhotoId { get; private set; }

    /// <summary>Who sees the profile and finds it in a search.</summary>
    public Audience ShownTo { get; private set; }

    /// <summary>Whether those who see the profile also see when the person is here. Off until the person wants it.</summary>
    public bool ShowsPresence { get; private set; }

    /// <summary>Whether those who follow the person hear of what they do. Off until the person wants it.</summary>
    public bool ShowsActivity { get; private set; }
    public Measurements Measurements { get; private set; } = Measurements.None;
    public Preferences Preferences { get; private set; } = Preferences.Usual;

    public static Profile Of(UserId user, string name) => new() { UserId = user, Name = Cut(name), ShownTo = Audience.Everyone };

    public Result<Done> Save(ProfileInput input, DateTimeOffset now)
    {
        string? username = null;
        if (!string.IsNullOrWhiteSpace(input.Username))
        {
            var read = Identity.Username.Read(input.Username);
            if (!read.IsSuccess)
            {
                return read.Error;
            }

            username = read.Value;
        }
        else if (Username is not null)
        {
            return ProfileErrors.UsernameStays;
        }

        if (input.Bio.Trim().Length > BioMaxLength)
        {
            return ProfileErrors.TooLong("bio", BioMaxLength);
        }

        if (input.Location.Trim().Length > LocationMaxLength)
        {
            return ProfileErrors.TooLong("location", LocationMaxLength);
        }

        if (input.Position is { IsValid: false })
        {
            return ProfileErrors.NoPosition;
        }

        if (input.Measurements.FirstUnfit() is { } member)
        {
            return ProfileErrors.UnfitMeasure(member);
        }

        (Username, UsernameKey) = (username, username is null ? null : Identity.Username.KeyOf(username));
        (Bio, Location, Latitude, Longitude) = (input.Bio.Trim(), input.Location.Trim(), input.Position?.Latitude, input.Position?.Longitude);
        (ShownTo, Measurements) = (input.ShownTo, input.Measurements);
        Raise(new ProfileChanged(UserId, now));
        return new Done();
    }

    public void Prefer(Preferences preferences, DateTimeOffset now)
    {
        Preferences = preferences;
        Raise(new PreferencesChanged(UserId, now));
    }

    public void Share(bool presence, bool activity, DateTimeOffset now)
    {
        (ShowsPresence, ShowsActivity) = (presence, activity);
        Raise(new ProfileChanged(UserId, now));
    }

    /// <param name="photo">Null takes it away.</param>
    public void Show(MediaId? photo, DateTimeOffset now)
    {
        if (PhotoId is { } old && old != photo)
        {
            Raise(new PhotoDropped(UserId, old, now));
        }

        PhotoId = photo;
        Raise(new ProfileChanged(UserId, now));
    }

    /// <summary>As the identity server says it.</summary>
    public void CallBy(string name, DateTimeOffset now)
    {
        if (Cut(name) is var cut && cut != Name)
        {
            Name = cut;
            Raise(new ProfileChanged(UserId, now));
        }
    }

    private static string Cut(string name) => name.Length <= NameMaxLength ? name : name[..NameMaxLength];
}

public sealed record ProfileInput(string? Username, string Bio, string Location, Position? Position, Audience ShownTo, Measurements Measurements);

public enum Theme
{
    System,
    Light,
    Dark,
}

/// <summary>How a person likes to be shown things.</summary>
/// <param name="Language">A BCP 47 tag: <c>en-IN</c>.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Interests">What they like to hear of, in their words.</param>
public sealed record Preferences(string Language, string Currency, Theme Theme, IReadOnlyList<string> Interests)
{
    public const int LanguageMaxLength = 35;
    public const int MaxInterests = 20;
    public const int InterestMaxLength = 40;

    public static Preferences Usual { get; } = new("en-IN", "INR", Theme.System, []);
}

/// <summary>What pages show of a person is another than before. What it is, they ask.</summary>
[EventName("user.updated")]
public sealed record ProfileChanged(UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>A picture of a person that nobody is to see any more.</summary>
public sealed record PhotoDropped(UserId UserId, MediaId Photo, DateTimeOffset At) : IDomainEvent;

/// <summary>For nobody but the person's own pages.</summary>
public sealed record PreferencesChanged(UserId UserId, DateTimeOffset At) : IDomainEvent;

public static class ProfileErrors
{
    public static Error UnfitUsername { get; } = new(
        ErrorKind.Invalid, "profile.username_unfit",
        $"A username has {Username.MinLength} to {Username.MaxLength} characters: the letters a to z, digits, and single dots or underscores between them.", "username");

    public static Error ReservedUsername { get; } = new(ErrorKind.Invalid, "profile.username_reserved", "This username is kept for the marketplace itself. Choose another.", "username");
    public static Error UsernameTaken { get; } = new(ErrorKind.Conflict, "profile.username_taken", "Somebody has this username already. Choose another.", "username");
    public static Error UsernameStays { get; } = new(ErrorKind.Invalid, "profile.username_stays", "A username can be changed, but not taken away.", "username");
    public static Error NoPosition { get; } = new(ErrorKind.Invalid, "profile.no_position", "There is no such place.", "position");
    public static Error Stale { get; } = new(ErrorKind.Conflict, "profile.stale", "Your profile was changed meanwhile. Look at it again before you save.", "revision");
    public static Error NoSuchPerson { get; } = new(ErrorKind.NotFound, "person.not_found", "There is nobody of this name.");

    public static Error TooLong(string field, int max) => new(ErrorKind.Invalid, "profile.too_long", $"At most {max} characters.", field);

    public static Error UnfitMeasure(string member) => new(
        ErrorKind.Invalid, "profile.measure_unfit", member == "shoes" ? "There is no such shoe size." : "Between 10 and 300 cm, with one decimal.", $"measurements.{member}");
}
