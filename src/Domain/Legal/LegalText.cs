using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Legal;

public enum LegalKind
{
    /// <summary>What people agree to.</summary>
    Terms,

    /// <summary>What is stored of people, and why. It is read, and not agreed to.</summary>
    Privacy,

    /// <summary>What lies in browsers.</summary>
    Cookies,
}

/// <summary>A text that says what holds between the marketplace and people, in all its versions. There is one for each kind.</summary>
public sealed class LegalText : AggregateRoot
{
    /// <summary>Long for people to read, and short enough for a live page to carry.</summary>
    public const int BodyMaxLength = 20_000;

    private readonly List<LegalVersion> _versions = [];

    private LegalText() { } // EF Core

    public override Guid StreamId => Id;
    public Guid Id { get; private init; }
    public LegalKind Kind { get; private init; }
    public IReadOnlyList<LegalVersion> Versions => _versions;
    public LegalVersion Current => _versions.MaxBy(v => v.Number)!;

    /// <summary>The text that came with the marketplace. Whoever was here before it is not asked about it.</summary>
    public static LegalText First(LegalKind kind, string body, DateTimeOffset now)
    {
        var text = new LegalText { Id = Guid.CreateVersion7(now), Kind = kind };
        text._versions.Add(new(1, Read(body), false, null, now));
        return text;
    }

    /// <param name="basedOn">The version that the writer saw: what somebody else has written meanwhile is not passed over.</param>
    /// <param name="asksEverybody">Whether people who have agreed to an older one are asked again before they go on.</param>
    public Result<LegalVersion> Publish(string body, bool asksEverybody, int basedOn, UserId by, DateTimeOffset now)
    {
        if (basedOn != Current.Number)
        {
            return LegalErrors.ChangedMeanwhile;
        }

        if (asksEverybody && Kind != LegalKind.Terms)
        {
            return LegalErrors.NotAgreedTo;
        }

        var text = Read(body);
        if (text == Current.Body)
        {
            return LegalErrors.NothingNew;
        }

        var version = new LegalVersion(Current.Number + 1, text, asksEverybody, by, now);
        _versions.Add(version);
        Raise(new LegalTextPublished(Kind, version.Number, now));
        return version;
    }

    /// <summary>Whether somebody can agree to this version now: nobody agrees to what they have not been shown, or to what is over.</summary>
    public Result<Done> Accepts(int version) => version == Current.Number ? new Done() : LegalErrors.OtherVersion;

    private static string Read(string body) => body.ReplaceLineEndings("\n").Trim();
}

/// <summary>What a text said from some day on. It is kept as it was; the database refuses to change it.</summary>
public sealed class LegalVersion
{
    private LegalVersion() { } // EF Core

    internal LegalVersion(int number, string body, bool asksEverybody, UserId? by, DateTimeOffset at) =>
        (Number, Body, AsksEverybody, PublishedBy, PublishedAt) = (number, body, asksEverybody, by, at);

    /// <summary>Counts from 1; the first came with the marketplace.</summary>
    public int Number { get; private init; }

    public string Body
    {
        get;
        private init => field = value is { Length: > 0 and <= LegalText.BodyMaxLength } ? value : throw new ArgumentException("A text says something, and fits.", nameof(value));
    } = "";

    public bool AsksEverybody { get; private init; }

    /// <summary>Null for what came with the marketplace.</summary>
    public UserId? PublishedBy { get; private init; }
    public DateTimeOffset PublishedAt { get; private init; }
}

/// <summary>Where somebody agreed to the terms.</summary>
public enum AgreementPlace
{
    /// <summary>The form that opens an account with a password.</summary>
    Register,

    /// <summary>The form that opens one with a passkey, or by codes.</summary>
    Finish,

    /// <summary>The button that opens one by the word of Google.</summary>
    External,

    /// <summary>The page that asks those who have an account.</summary>
    Asked,
}

/// <summary>That somebody agreed to a version of the terms. The identity server writes it, with the account; the database refuses to change it.</summary>
public sealed class Agreement
{
    private Agreement() { } // EF Core

    public Guid Id { get; private init; }
    public UserId UserId { get; private init; }
    public int Version { get; private init; }
    public AgreementPlace Place { get; private init; }
    public DateTimeOffset At { get; private init; }
}

public sealed record LegalTextPublished(LegalKind Kind, int Version, DateTimeOffset At) : IDomainEvent;

public static class LegalErrors
{
    public static Error NotFound { get; } = new(ErrorKind.NotFound, "legal.not_found", "There is no such text, or it has no such version.");
    public static Error ChangedMeanwhile { get; } = new(ErrorKind.Conflict, "legal.changed_meanwhile", "Somebody else has published a version since you opened this page. Read it first.", "basedOn");
    public static Error NothingNew { get; } = new(ErrorKind.Conflict, "legal.nothing_new", "This is what the current version says already.", "body");
    public static Error NotAgreedTo { get; } = new(ErrorKind.Invalid, "legal.not_agreed_to", "Only the terms of use are agreed to. The other texts are read.", "asksEverybody");
    public static Error OtherVersion { get; } = new(ErrorKind.Conflict, "legal.other_version", "The terms of use have changed. Read them, and order once more.", "termsVersion");
}
