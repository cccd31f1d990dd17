using System.Buffers.Binary;
using System.Buffers.Text;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Contracts.Shared;

namespace Marketplace.Application.Shared;

/// <summary>Where an item stands in a list that runs from the newest to the oldest. Neither part ever changes.</summary>
/// <param name="At">Null in lists whose ids alone say what is newer.</param>
public readonly record struct ListPlace(DateTimeOffset? At, Guid Id);

/// <summary>
/// What is wanted of a list: a numbered page, in the order that was asked for, or what stands behind an item, newest first. The second
/// neither repeats nor leaves out anything when the list grows meanwhile.
/// </summary>
/// <param name="List">Which list; its cursors fit no other. They are a place and no permission: the list is filtered as always.</param>
/// <param name="Number">Null when the list is followed by cursor.</param>
public sealed record ListSlice(string List, int? Number, int Size, ListPlace? After)
{
    private const int CheckLength = 4;
    private const int Length = CheckLength + sizeof(long) + 16;

    /// <summary>One more than wanted when following, which tells whether there is more.</summary>
    public int Take => Number is null ? Size + 1 : Size;

    public Page<T> Page<T>(IReadOnlyList<T> found, int total, Func<T, ListPlace> placeOf) =>
        found.Count > Size ? new([.. found.Take(Size)], total, Number ?? 0, Size, Write(List, placeOf(found[Size - 1]))) : new(found, total, Number ?? 0, Size);

    /// <returns>Null for what was not written here for this list.</returns>
    public static ListPlace? Read(string list, string cursor)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written) || written != Length || !Check(list, bytes[CheckLength..]).SequenceEqual(bytes[..CheckLength]))
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[CheckLength..]);
        return ticks is >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new(ticks == 0 ? null : new(ticks, TimeSpan.Zero), new(bytes[(CheckLength + sizeof(long))..], bigEndian: true)) : null;
    }

    private static string Write(string list, ListPlace place)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes[CheckLength..], place.At?.UtcTicks ?? 0);
        place.Id.TryWriteBytes(bytes[(CheckLength + sizeof(long))..], bigEndian: true, out _);
        Check(list, bytes[CheckLength..]).CopyTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Tells a mistake from a cursor; it keeps no secret.</summary>
    private static ReadOnlySpan<byte> Check(string list, ReadOnlySpan<byte> place) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(list), .. place]).AsSpan(0, CheckLength);
}

public static class ListSlices
{
    extension<T>(IQueryable<T> items)
    {
        /// <summary>The items of a slice. What is given in an order of its own has it on numbered pages only.</summary>
        /// <param name="id">Says what is newer.</param>
        public IQueryable<T> Slice<TId>(ListSlice slice, Expression<Func<T, TId>> id, Func<Guid, TId> idOf) => slice.Number is { } number
            ? items.Skip((number - 1) * slice.Size).Take(slice.Size)
            : (slice.After is { } after ? items.Where(Lambda(id, Before(id.Body, idOf(after.Id)))) : items).OrderByDescending(id).Take(slice.Take);

        /// <param name="at">Says what is newer; of the same moment, <paramref name="id"/>.</param>
        public IQueryable<T> Slice<TId>(ListSlice slice, Expression<Func<T, DateTimeOffset>> at, Expression<Func<T, TId>> id, Func<Guid, TId> idOf)
        {
            if (slice.Number is { } number)
            {
                return items.Skip((number - 1) * slice.Size).Take(slice.Size);
            }

            if (slice.After is { At: { } time } after)
            {
                var sameId = new Swap(id.Parameters[0], at.Parameters[0]).Visit(id.Body);
                items = items.Where(Lambda(at, Expression.OrElse(
                    Expression.LessThan(at.Body, Value(time)), Expression.AndAlso(Expression.Equal(at.Body, Value(time)), Before(sameId, idOf(after.Id))))));
            }

            return items.OrderByDescending(at).ThenByDescending(id).Take(slice.Take);
        }
    }

    private static Expression<Func<T, bool>> Lambda<T, TMember>(Expression<Func<T, TMember>> member, Expression condition) =>
        Expression.Lambda<Func<T, bool>>(condition, member.Parameters);

    /// <summary>Ids have no operator, but the database compares them.</summary>
    private static BinaryExpression Before<TId>(Expression id, TId other) =>
        Expression.LessThan(id, Value(other), liftToNull: false, ((Func<TId, TId, bool>)IsBefore).Method);

    private static bool IsBefore<TId>(TId one, TId other) => Comparer<TId>.Default.Compare(one, other) < 0;

    /// <summary>A parameter of the query, not a text in it.</summary>
    private static MemberExpression Value<TValue>(TValue value) => Expression.Property(Expression.Constant(new Parameter<TValue>(value)), nameof(Parameter<>.Value));

    private sealed record Parameter<TValue>(TValue Value);

    private sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
