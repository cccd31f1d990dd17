using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Identity;

public enum DeletionState
{
    /// <summary>Waits, so that it can be thought over.</summary>
    Asked,
    Cancelled,
    Done,
}

/// <summary>That a person wants their account deleted. Of who they were it keeps nothing but the number of the account.</summary>
public sealed class AccountDeletion : AggregateRoot
{
    private AccountDeletion() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public UserId UserId { get; private init; }
    public DeletionState State { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Nobody has asked yet.</summary>
    public static AccountDeletion Of(UserId user) => new() { UserId = user, State = DeletionState.Cancelled };

    public Result<Done> Ask(string recipient, string name, TimeSpan coolingOff, DateTimeOffset now)
    {
        if (State != DeletionState.Cancelled)
        {
            return DeletionErrors.AskedAlready;
        }

        (State, AskedAt, DueAt, EndedAt) = (DeletionState.Asked, now, now + coolingOff, null);
        Raise(new AccountDeletionAsked(UserId, recipient, name, DueAt, now));
        return new Done();
    }

    public Result<Done> Cancel(DateTimeOffset now)
    {
        if (State != DeletionState.Asked)
        {
            return DeletionErrors.NotAsked;
        }

        (State, EndedAt) = (DeletionState.Cancelled, now);
        Raise(new AccountDeletionCancelled(UserId, now));
        return new Done();
    }

    public Result<Done> Finish(DateTimeOffset now)
    {
        if (State != DeletionState.Asked || now < DueAt)
        {
            return DeletionErrors.NotAsked;
        }

        (State, EndedAt) = (DeletionState.Done, now);
        Raise(new UserDeleted(UserId, now));
        return new Done();
    }
}

/// <summary>For the person alone, who is told until when it can be taken back.</summary>
/// <param name="Recipient">A mail address; the phone's number, as E.164, where there is none.</param>
public sealed record AccountDeletionAsked(UserId UserId, string Recipient, string FullName, DateTimeOffset DueAt, DateTimeOffset At) : IDomainEvent;

/// <summary>For nobody but the account itself.</summary>
public sealed record AccountDeletionCancelled(UserId UserId, DateTimeOffset At) : IDomainEvent;

/// <summary>Nothing of the person is left here but what has to be kept, under the number of the account.</summary>
[EventName("user.deleted")]
public sealed record UserDeleted(UserId UserId, DateTimeOffset At) : IDomainEvent;

public static class DeletionErrors
{
    public static Error AskedAlready { get; } = new(ErrorKind.Conflict, "deletion.asked_already", "The account is to be deleted already.");
    public static Error NotAsked { get; } = new(ErrorKind.NotFound, "deletion.not_asked", "The account is not to be deleted.");
    public static Error NotConfirmed { get; } = new(ErrorKind.Invalid, "deletion.not_confirmed", $"Type the words {Confirmation} to confirm.", "confirmation");

    /// <summary>What a person types, so that no click deletes an account.</summary>
    public const string Confirmation = "delete my account";

    public static Error Hindered(string why) => new(ErrorKind.Conflict, "deletion.hindered", why);
}

/// <summary>All that is known of a person, packed for that person alone, and for a day.</summary>
public sealed class DataCopy : AggregateRoot
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private DataCopy() { } // EF Core

    public override Guid StreamId => UserId.Value;
    public UserId UserId { get; private init; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset? ReadyAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public byte[]? Content { get; private set; }

    public static DataCopy Of(UserId user) => new() { UserId = user };

    public void Ask(DateTimeOffset now)
    {
        (AskedAt, ReadyAt, ExpiresAt, Content) = (now, null, null, null);
        Raise(new DataCopyAsked(UserId, now));
    }

    public void Fill(byte[] content, DateTimeOffset now)
    {
        (ReadyAt, ExpiresAt, Content) = (now, now + KeptFor, content);
        Raise(new DataCopyReady(UserId, now));
    }
}

public sealed record DataCopyAsked(UserId UserId, DateTimeOffset At) : IDomainEvent;

public sealed record DataCopyReady(UserId UserId, DateTimeOffset At) : IDomainEvent;
