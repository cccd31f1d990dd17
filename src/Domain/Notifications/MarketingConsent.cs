using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Notifications;

/// <summary>What people agree to, word for word. A text that somebody agreed to is never changed: another one gets another version.</summary>
public sealed record MarketingText(string Version, string Words)
{
    public static IReadOnlyList<MarketingText> All { get; } =
    [
        new("2026-11", "Send me a mail about new products of the shops that I follow, once a week at most. I can stop these mails whenever I like, here or with the link in each of them."),
    ];

    public static MarketingText Current => All[^1];

    public static MarketingText? Find(string? version) => All.FirstOrDefault(t => t.Version == version);
}

/// <summary>Where somebody agreed or changed their mind.</summary>
public enum MarketingPlace
{
    AccountPage,

    /// <summary>The page behind the link in a mail.</summary>
    MailLink,

    /// <summary>The button that mail programs show (RFC 8058).</summary>
    MailProgram,
}

/// <summary>Whether a person wants marketing by mail, with the proof. Whoever said nothing does not. News of orders and of the account are not marketing.</summary>
public sealed class MarketingConsent : AggregateRoot
{
    private readonly List<MarketingDecision> _decisions = [];

    private MarketingConsent() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public UserId UserId { get; private init; }
    public bool IsGiven { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Up to when the person has been told of new products.</summary>
    public DateTimeOffset? ToldUntil { get; private init; }
    public IReadOnlyList<MarketingDecision> Decisions => _decisions;

    public static MarketingConsent Of(UserId user) => new() { UserId = user };

    /// <param name="textVersion">Of the text that the person saw.</param>
    public Result<Done> Give(string? textVersion, MarketingPlace place, DateTimeOffset now)
    {
        if (textVersion != MarketingText.Current.Version)
        {
            return MarketingErrors.OtherText;
        }

        if (!IsGiven)
        {
            Decide(true, textVersion, place, now);
        }

        return new Done();
    }

    public void Withdraw(MarketingPlace place, DateTimeOffset now)
    {
        if (IsGiven)
        {
            Decide(false, _decisions.MaxBy(d => d.At)!.TextVersion, place, now);
        }
    }

    private void Decide(bool isGiven, string textVersion, MarketingPlace place, DateTimeOffset now)
    {
        (IsGiven, ChangedAt) = (isGiven, now);
        _decisions.Add(new(isGiven, textVersion, place, now));
        Raise(new MarketingDecided(UserId, isGiven, now));
    }
}

public readonly record struct MarketingDecisionId(Guid Value) : IId<MarketingDecisionId>
{
    public static MarketingDecisionId From(Guid value) => new(value);
}

/// <summary>That somebody agreed, or did not any longer. Kept as proof; the database refuses to change it.</summary>
public sealed class MarketingDecision
{
    public const int VersionMaxLength = 20;

    private MarketingDecision() { } // EF Core

    internal MarketingDecision(bool isGiven, string textVersion, MarketingPlace place, DateTimeOffset at) =>
        (Id, IsGiven, TextVersion, Place, At) = (MarketingDecisionId.New(), isGiven, textVersion, place, at);

    public MarketingDecisionId Id { get; private init; }
    public bool IsGiven { get; private init; }
    public string TextVersion { get; private init; } = "";
    public MarketingPlace Place { get; private init; }
    public DateTimeOffset At { get; private init; }
}

public sealed record MarketingDecided(UserId UserId, bool IsGiven, DateTimeOffset At) : IDomainEvent;

public static class MarketingErrors
{
    public static Error OtherText { get; } = new(ErrorKind.Conflict, "marketing.other_text", "The text that you agree to has changed. Read it again first.", "textVersion");
}
