using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Domain.Shared;

public enum ErrorKind
{
    /// <summary>The request makes no sense as it stands (400).</summary>
    Invalid,

    /// <summary>There is no such thing, or it belongs to somebody else (404).</summary>
    NotFound,

    /// <summary>Right in itself, but not in the present state (409).</summary>
    Conflict,

    /// <summary>The caller is known and may not do this (403).</summary>
    Forbidden,
}

/// <param name="Code">Stable and dotted: <c>order.refund_too_large</c>. Clients may branch on it.</param>
/// <param name="Field">The request member at fault, when there is one.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message, string? Field = null);

/// <summary>What a use case returns when it has nothing to say but that it was done.</summary>
public readonly record struct Done;

/// <summary>A value, or the reason the business refused. Bugs and outages still throw.</summary>
public readonly struct Result<T>
{
    private Result(T? value, Error? error) => (Value, Error) = (value, error);

    public T? Value { get; }
    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Value)), MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Error error) => new(default, error);
}
