using System.Buffers.Binary;
using System.Text;

namespace Marketplace.Infrastructure.Media;

/// <param name="Start">Where its size and type stand.</param>
/// <param name="Content">Where what it holds begins.</param>
internal readonly record struct Mp4Box(string Type, long Start, long Content, long End)
{
    public long Length => End - Content;
}

/// <summary>A file of boxes (ISO/IEC 14496-12). What is not as it must be throws <see cref="InvalidDataException"/>.</summary>
internal sealed class Mp4(Stream file)
{
    /// <summary>Next to each other: an ordinary file has a dozen, and nobody shall make us walk over millions.</summary>
    private const int MaxBoxes = 256;

    public IReadOnlyList<Mp4Box> Boxes() => Boxes(0, file.Length);

    public IReadOnlyList<Mp4Box> Boxes(Mp4Box parent) => Boxes(parent.Content, parent.End);

    /// <summary>The boxes from one place to another, which they fill without a gap and without leaving it.</summary>
    public IReadOnlyList<Mp4Box> Boxes(long from, long to)
    {
        var boxes = new List<Mp4Box>();
        Span<byte> header = stackalloc byte[16];
        while (from < to)
        {
            Require(boxes.Count < MaxBoxes && to - from >= 8);
            Read(from, header[..8]);
            var (size, content) = ((long)BinaryPrimitives.ReadUInt32BigEndian(header), from + 8);
            var type = Encoding.Latin1.GetString(header[4..8]);
            if (size == 1)
            {
                Require(to - from >= 16);
                Read(content, header[8..]);
                (size, content) = (BinaryPrimitives.ReadInt64BigEndian(header[8..]), from + 16);
            }
            else if (size == 0 && to == file.Length)
            {
                size = to - from; // the last one may go on to the end
            }

            Require(size >= content - from && size <= to - from);
            boxes.Add(new(type, from, content, from + size));
            from += size;
        }

        return boxes;
    }

    public byte[] Bytes(Mp4Box box, int most)
    {
        Require(box.Length <= most);
        var bytes = new byte[box.Length];
        Read(box.Content, bytes);
        return bytes;
    }

    /// <summary>The one box of the type.</summary>
    public static Mp4Box One(IReadOnlyList<Mp4Box> boxes, string type) =>
        boxes.Where(b => b.Type == type).ToArray() is [var only] ? only : throw new InvalidDataException($"Not one {type}.");

    public static uint Number(ReadOnlySpan<byte> bytes, long at)
    {
        Require(at >= 0 && at + 4 <= bytes.Length);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
    }

    public static ulong LongNumber(ReadOnlySpan<byte> bytes, long at) => ((ulong)Number(bytes, at) << 32) | Number(bytes, at + 4);

    public static string Code(ReadOnlySpan<byte> bytes, int at)
    {
        Require(at + 4 <= bytes.Length);
        return Encoding.Latin1.GetString(bytes.Slice(at, 4));
    }

    public static void Require(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidDataException("The boxes are not in order.");
        }
    }

    private void Read(long at, Span<byte> bytes)
    {
        file.Position = at;
        file.ReadExactly(bytes);
    }
}
