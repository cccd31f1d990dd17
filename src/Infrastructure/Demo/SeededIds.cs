using System.Buffers.Binary;

namespace Marketplace.Infrastructure.Demo;

/// <summary>
/// Gives the aggregates of the demo, which name themselves at random and by today's clock, names that follow from the seed and
/// from the time at which they came to be. So the same seed gives the same town, and names sort by time as they do in life.
/// </summary>
internal sealed class SeededIds(Random random)
{
    private const long LongestRun = 24 * 60 * 60 * 1000;

    private readonly Dictionary<Guid, Guid> _names = [];
    private readonly long _startedAt = Milliseconds(Guid.CreateVersion7());

    /// <summary>The new name of an id that was renamed; any other stays as it is.</summary>
    public Guid this[Guid id] => _names.GetValueOrDefault(id, id);

    /// <summary>Renames an id that was drawn at random, unless it was before. Constants that look like such ids lie far in the future.</summary>
    /// <param name="at">For those that carry no time but that of the program's own run.</param>
    public void Rename(Guid id, DateTimeOffset at)
    {
        var own = Milliseconds(id);
        if (id.Version == 7 && own < _startedAt + LongestRun && !_names.ContainsKey(id))
        {
            _names.Add(id, New(own < _startedAt ? own : at.ToUnixTimeMilliseconds()));
        }
    }

    private Guid New(long milliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private static long Milliseconds(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
    }
}
