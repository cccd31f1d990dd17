using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

/// <summary>Somebody asks to ride, to resell or to recommend. Each attempt is one of these and stays; at most one of a role waits.</summary>
public sealed class PartnerApplication : AggregateRoot
{
    public const int NameMaxLength = 80;
    public const int PitchMaxLength = 1000;
    public const int ReasonMaxLength = 500;

    /// <summary>In which <see cref="PartnerErrors.Most"/> applications for a role are enough.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    private PartnerApplication() { } // EF Core

    public override Guid StreamId => Id.Value;
    public PartnerApplicationId Id { get; private init; }
    public UserId UserId { get; private init; }
    public PartnerRole Role { get; private init; }
    public PartnerApplicationState State { get; private set; }
    public string Name { get; private init; } = "";
    public string Pitch { get; private init; } = "";
    public string? Phone { get; private init; }
    public string? Vehicle { get; private init; }
    public IReadOnlyList<string> Links { get; private init; } = [];
    public DateTimeOffset SubmittedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The administrator who decided; null while it waits and when it was withdrawn.</summary>
    public UserId? DecidedBy { get; private set; }

    /// <summary>Why it was rejected, as the person reads it.</summary>
    public string? Reason { get; private set; }

    public static Result<PartnerApplication> Submit(UserId user, PartnerApplicationContent content, DateTimeOffset now)
    {
        if (content.Check() is { } wrong)
        {
            return wrong;
        }

        var links = PartnerLinks.Read(content.Links);
        if (!links.IsSuccess)
        {
            return links.Error;
        }

        var application = new PartnerApplication
        {
            Id = PartnerApplicationId.New(),
            UserId = user,
            Role = content.Role,
            State = PartnerApplicationState.Submitted,
            Name = content.Name.Trim(),
            Pitch = content.Pitch.Trim(),
            Phone = content.Role == PartnerRole.Rider ? content.Phone?.Trim() : null,
            Vehicle = content.Role == PartnerRole.Rider ? content.Vehicle?.Trim() : null,
            Links = links.Value,
            SubmittedAt = now,
        };
        application.Raise(new PartnerApplied(application.Id, user, application.Role, now));
        return application;
    }

    /// <param name="by">An administrator, and never the person: nobody lets themselves in.</param>
    public Result<Done> Approve(UserId by, DateTimeOffset now)
    {
        if (by == UserId)
        {
            return PartnerErrors.Own;
        }

        if (!TryEnd(PartnerApplicationStep.Approve, now))
        {
            return PartnerErrors.Over;
        }

        DecidedBy = by;
        Raise(new PartnerApplicationApproved(Id, UserId, Role, now));
        return new Done();
    }

    public Result<Done> Reject(UserId by, string reason, DateTimeOffset now)
    {
        if (by == UserId)
        {
            return PartnerErrors.Own;
        }

        if (reason.Trim() is not { Length: > 0 and <= ReasonMaxLength } text)
        {
            return PartnerErrors.Wrong("reason", $"Say why, in at most {ReasonMaxLength} characters.");
        }

        if (!TryEnd(PartnerApplicationStep.Reject, now))
        {
            return PartnerErrors.Over;
        }

        (DecidedBy, Reason) = (by, text);
        Raise(new PartnerApplicationRejected(Id, UserId, Role, text, now));
        return new Done();
    }

    public Result<Done> Withdraw(DateTimeOffset now)
    {
        if (!TryEnd(PartnerApplicationStep.Withdraw, now))
        {
            return PartnerErrors.Over;
        }

        Raise(new PartnerApplicationWithdrawn(Id, UserId, Role, now));
        return new Done();
    }

    private bool TryEnd(PartnerApplicationStep step, DateTimeOffset now)
    {
        if (State.After(step) is not { } next)
        {
            return false;
        }

        (State, EndedAt) = (next, now);
        return true;
    }
}
