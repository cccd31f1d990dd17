using System.Buffers.Binary;
using System.Text;

namespace Marketplace.Testing;

/// <summary>
/// A small MP4 that browsers play, made box by box: one shade of grey in H.264, its macroblocks as they are (I_PCM), two frames a second.
/// What is set makes it another one, or a broken one.
/// </summary>
public sealed record SampleVideo
{
    private const int BlocksWide = 10;
    private const int BlocksHigh = 10;
    private const uint Timescale = 1000;
    private const uint FrameLength = 500;

    /// <summary>Tells one video from another.</summary>
    public byte Shade { get; init; } = 0x80;
    public int Seconds { get; init; } = 2;

    /// <summary>What the headers claim, when it is not what is there.</summary>
    public double? ClaimedSeconds { get; init; }
    public string Brand { get; init; } = "isom";
    public string Codec { get; init; } = "avc1";
    public bool HasWideSizes { get; init; }
    public bool HasWideOffsets { get; init; }

    /// <summary>In units of the movie, since 1904.</summary>
    public uint MadeAt { get; init; }
    public byte[] InFile { get; init; } = [];
    public byte[] InMovie { get; init; } = [];
    public byte[] InTrack { get; init; } = [];

    /// <summary>The samples of a second track, of a kind that is neither seen nor heard.</summary>
    public byte[] Telemetry { get; init; } = [];

    public byte[] ToBytes()
    {
        var frames = Enumerable.Range(0, Seconds * 1000 / (int)FrameLength).Select(Frame).ToArray();
        byte[] pictures = [.. frames.SelectMany(f => f)];
        var beginning = Box("ftyp", Text(Brand), Number(512), Text(Brand), Text(Brand == "qt  " ? "qt  " : "avc1"));
        var movie = Movie(frames, 0, 0);
        var from = beginning.Length + movie.Length + InFile.Length + (HasWideSizes ? 16 : 8);
        return [.. beginning, .. Movie(frames, from, from + pictures.Length), .. InFile, .. Box("mdat", HasWideSizes, pictures, Telemetry)];
    }

    public static byte[] Box(string type, params byte[][] parts) => Box(type, isWide: false, parts);

    public static byte[] Box(string type, bool isWide, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(p => p)];
        return isWide ? [.. Number(1), .. Text(type), .. LongNumber((ulong)content.Length + 16), .. content] : [.. Number((uint)content.Length + 8), .. Text(type), .. content];
    }

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private byte[] Movie(byte[][] frames, long at, long telemetryAt)
    {
        var length = (uint)((ClaimedSeconds ?? Seconds) * Timescale);
        byte[] matrix = [.. Number(0x10000), .. Zeros(12), .. Number(0x10000), .. Zeros(12), .. Number(0x40000000)];
        return Box("moov",
            Box("mvhd", Number(0), Number(MadeAt), Number(MadeAt), Number(Timescale), Number(length), Number(0x10000), Short(0x100), Zeros(10), matrix, Zeros(24), Number(3)),
            Track(1, "vide", Box("vmhd", Number(1), Zeros(8)), Form(), [.. frames.Select(f => (uint)f.Length)], at),
            Telemetry.Length == 0 ? [] : Track(2, "meta", Box("nmhd", Number(0)), Box("gpmd", Zeros(6), Short(1)), [(uint)Telemetry.Length], telemetryAt),
            InMovie);

        byte[] Track(uint id, string kind, byte[] header, byte[] form, uint[] sizes, long place) => Box("trak",
            Box("tkhd", Number(3), Number(MadeAt), Number(MadeAt), Number(id), Zeros(4), Number(length), Zeros(16), matrix, Number(BlocksWide * 16 << 16), Number(BlocksHigh * 16 << 16)),
            Box("mdia",
                Box("mdhd", Number(0), Number(MadeAt), Number(MadeAt), Number(Timescale), Number(length), Short(0x55C4), Zeros(2)),
                Box("hdlr", Zeros(8), Text(kind), Zeros(12), Text("Handler\0")),
                Box("minf", header,
                    Box("dinf", Box("dref", Number(0), Number(1), Box("url ", Number(1)))),
                    Box("stbl",
                        Box("stsd", Number(0), Number(1), form),
                        Box("stts", Number(0), Number(1), Number((uint)sizes.Length), Number(FrameLength)),
                        Box("stsc", Number(0), Number(1), Number(1), Number((uint)sizes.Length), Number(1)),
                        Box("stsz", Number(0), Number(0), Number((uint)sizes.Length), [.. sizes.SelectMany(Number)]),
                        HasWideOffsets ? Box("co64", Number(0), Number(1), LongNumber((ulong)place)) : Box("stco", Number(0), Number(1), Number((uint)place))))),
            id == 1 ? InTrack : []);
    }

    private byte[] Form()
    {
        var (sps, pps) = (SequenceParameters(), PictureParameters());
        return Box(Codec, Zeros(6), Short(1), Zeros(16), Short(BlocksWide * 16), Short(BlocksHigh * 16), Number(0x480000), Number(0x480000), Zeros(4), Short(1), Zeros(32), Short(0x18), Short(0xFFFF),
            Box("avcC", [1, sps[1], sps[2], sps[3], 0xFF, 0xE1], Short((ushort)sps.Length), sps, [1], Short((ushort)pps.Length), pps));
    }

    private static byte[] SequenceParameters()
    {
        var bits = new Bits();
        bits.Add(66, 8).Add(0xC0, 8).Add(30, 8); // baseline, level 3
        bits.Exp(0).Exp(0).Exp(2).Exp(1).Add(0, 1).Exp(BlocksWide - 1).Exp(BlocksHigh - 1).Add(1, 1).Add(1, 1).Add(0, 1).Add(0, 1);
        return bits.ToUnit(0x67);
    }

    private static byte[] PictureParameters()
    {
        var bits = new Bits();
        bits.Exp(0).Exp(0).Add(0, 1).Add(0, 1).Exp(0).Exp(0).Exp(0).Add(0, 1).Add(0, 2).Exp(0).Exp(0).Exp(0).Add(1, 1).Add(0, 1).Add(0, 1);
        return bits.ToUnit(0x68);
    }

    private byte[] Frame(int at)
    {
        var bits = new Bits();
        bits.Exp(0).Exp(7).Exp(0).Add(0, 4).Exp((uint)at % 2).Add(0, 1).Add(0, 1).Exp(0).Exp(1);
        for (var block = 0; block < BlocksWide * BlocksHigh; block++)
        {
            bits.Exp(25).Align();
            for (var i = 0; i < 384; i++)
            {
                bits.Add(i < 256 ? Shade : 0x80u, 8);
            }
        }

        var unit = bits.ToUnit(0x65);
        return [.. Number((uint)unit.Length), .. unit];
    }

    private static byte[] Zeros(int count) => new byte[count];

    private static byte[] Short(ushort value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] LongNumber(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Numbers bit by bit, as H.264 writes them.</summary>
    private sealed class Bits
    {
        private readonly List<byte> _bytes = [];
        private int _free;

        public Bits Add(uint value, int count)
        {
            for (var bit = count - 1; bit >= 0; bit--)
            {
                if (_free == 0)
                {
                    _bytes.Add(0);
                    _free = 8;
                }

                _bytes[^1] |= (byte)(((value >> bit) & 1) << --_free);
            }

            return this;
        }

        /// <summary>Exp-Golomb: as many zeros as the number has bits behind its first.</summary>
        public Bits Exp(uint value)
        {
            var length = 32 - System.Numerics.BitOperations.LeadingZeroCount(value + 1);
            return Add(0, length - 1).Add(value + 1, length);
        }

        public Bits Align()
        {
            _free = 0;
            return this;
        }

        /// <summary>Ended, and with a three where the bytes would look like the beginning of the next unit.</summary>
        public byte[] ToUnit(byte header)
        {
            Add(1, 1);
            var unit = new List<byte> { header };
            foreach (var next in _bytes)
            {
                if (next <= 3 && unit is [.., 0, 0])
                {
                    unit.Add(3);
                }

                unit.Add(next);
            }

            return [.. unit];
        }
    }
}
