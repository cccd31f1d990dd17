using System.Buffers.Binary;
using System.Text;
using Marketplace.Application.Media;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Media;
using Marketplace.Testing;
using Microsoft.Extensions.Options;
using static Marketplace.Testing.SampleVideo;

namespace Marketplace.WebApi.Tests.Media;

/// <summary>What is taken for a video, and what is left of it.</summary>
public sealed class VideoStoreTests : IDisposable
{
    private const string Place = "+12.9141+080.2450/";
    private const int Most = 2 * 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly HandClock _clock = new();
    private readonly DiskVideoStore _store;

    public VideoStoreTests() => _store = new(Options.Create(new MediaOptions { Path = _folder.FullName, MaxVideoBytes = Most, MaxVideoDuration = TimeSpan.FromSeconds(60) }), _clock);

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, SampleVideo> Good => new()
    {
        { "plain", new() },
        { "64-bit sizes", new() { HasWideSizes = true } },
        { "64-bit offsets", new() { HasWideOffsets = true } },
        { "as a phone calls it", new() { Brand = "mp42" } },
        { "parameters in the frames", new() { Codec = "avc3" } },
        { "as long as may be", new() { ClaimedSeconds = 60 } },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Keeps_a_video_as_it_was_sent(string what, SampleVideo video)
    {
        var bytes = video.ToBytes();

        var saved = await SaveAsync(bytes);

        Assert.True(saved.IsSuccess, $"{what}: {saved.Error}");
        Assert.Equal(MediaId.Of(bytes), saved.Value);
        Assert.Equal(bytes, Read(saved.Value));
        Assert.Equal(saved.Value, (await SaveAsync(bytes)).Value);
        Assert.Empty(Unfinished());
    }

    /// <summary>Only their names: the runner would spell out each byte of a video.</summary>
    public static TheoryData<string> Bad => [.. BadFiles.Select(file => file.What)];

    private static readonly IReadOnlyList<(string Code, string What, byte[] Bytes)> BadFiles = MakeBadFiles();

    private static IReadOnlyList<(string Code, string What, byte[] Bytes)> MakeBadFiles()
    {
        var good = new SampleVideo().ToBytes();
        return
        [
            ("media.missing", "nothing", []),
            ("media.not_a_video", "a page", [.. "<html><script>alert(1)</script>"u8, .. good]),
            ("media.not_a_video", "a page before a video", [.. "<!--"u8, .. good, .. "-->"u8]),
            ("media.not_a_video", "a picture", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. new byte[64]]),
            ("media.not_a_video", "the beginning only", good[..24]),
            ("media.not_a_video", "cut off", good[..^1]),
            ("media.not_a_video", "cut within the header", good[..300]),
            ("media.not_a_video", "something behind it", [.. good, 1, 2, 3]),
            ("media.not_a_video", "a box that is shorter than its own header", Changed(good, "mvhd", -4, 4)),
            ("media.not_a_video", "a box that leaves its parent", Changed(good, "stsd", -4, 5000)),
            ("media.not_a_video", "a box that leaves the file", Changed(good, "mdat", -4, uint.MaxValue)),
            ("media.not_a_video", "a 64-bit size below zero", Changed(new SampleVideo { HasWideSizes = true }.ToBytes(), "mdat", 4, uint.MaxValue)),
            ("media.not_a_video", "a 64-bit size without room", [.. Box("ftyp", Text("isom"), new byte[4]), 0, 0, 0, 1, .. "moov"u8]),
            ("media.not_a_video", "no header", Renamed(good, "moov", "free")),
            ("media.not_a_video", "two headers", [.. good, .. Box("moov", new byte[8])]),
            ("media.not_a_video", "no pictures", Renamed(good, "mdat", "free")),
            ("media.not_a_video", "no video track", Renamed(good, "vide", "soun")),
            ("media.not_a_video", "no length", new SampleVideo { ClaimedSeconds = 0 }.ToBytes()),
            ("media.not_a_video", "another brand", new SampleVideo { Brand = "qt  " }.ToBytes()),
            ("media.not_a_video", "pictures outside of the file", Changed(good, "stco", 12, 0x7FFFFFFF)),
            ("media.not_a_video", "pictures in the header", Changed(good, "stco", 12, 8)),
            ("media.not_a_video", "more chunks than the table has", Changed(good, "stco", 8, 1_000_000)),
            ("media.not_a_video", "more samples than the table has", Changed(good, "stsc", 16, 1_000_000)),
            ("media.not_a_video", "samples that are larger than everything", Changed(good, "stsz", 8, uint.MaxValue)),
            ("media.not_a_video", "endless boxes", [.. good, .. Enumerable.Range(0, 300).SelectMany(_ => Box("free"))]),
            ("media.video_in_pieces", "pieces", new SampleVideo { InMovie = Box("mvex", Box("trex", new byte[24])) }.ToBytes()),
            ("media.video_in_pieces", "pieces behind", [.. good, .. Box("moof", new byte[16])]),
            ("media.video_not_h264", "HEVC", new SampleVideo { Codec = "hvc1" }.ToBytes()),
            ("media.video_too_long", "a second too much", new SampleVideo { ClaimedSeconds = 61 }.ToBytes()),
            ("media.video_too_long", "a track that is longer than the film says", Changed(good, "mdhd", 20, 61_000)),
            ("media.video_too_large", "a byte too much", [.. good, .. Box("free", new byte[Most + 1 - good.Length - 8])]),
        ];
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Refuses_anything_else(string what)
    {
        var (code, _, bytes) = BadFiles.Single(file => file.What == what);

        var saved = await SaveAsync(bytes);

        Assert.True(code == saved.Error?.Code, $"{what}: {saved.Error}");
        Assert.Empty(Unfinished());
        Assert.Empty(_store.UntouchedSince(DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Takes_as_many_bytes_as_there_may_be()
    {
        var good = new SampleVideo().ToBytes();

        Assert.True((await SaveAsync([.. good, .. Box("free", new byte[Most - good.Length - 8])])).IsSuccess);
    }

    [Fact]
    public async Task Does_not_begin_with_what_is_announced_as_too_much_and_stops_where_it_becomes_that()
    {
        using var never = new Endless([]);
        Assert.Equal("media.video_too_large", (await _store.SaveAsync(never, Most + 1, CancellationToken.None)).Error?.Code);
        Assert.Equal(0, never.Given);

        using var endless = new Endless(new SampleVideo().ToBytes());
        Assert.Equal("media.video_too_large", (await _store.SaveAsync(endless, announced: 5, CancellationToken.None)).Error?.Code);
        Assert.InRange(endless.Given, Most, Most + (1024 * 1024));

        using var page = new Endless("<html>"u8.ToArray());
        Assert.Equal("media.not_a_video", (await _store.SaveAsync(page, null, CancellationToken.None)).Error?.Code);
        Assert.InRange(page.Given, 1, 1024 * 1024);
        Assert.Empty(Unfinished());
    }

    [Fact]
    public async Task Blanks_where_when_and_by_whom_it_was_made_and_moves_nothing()
    {
        byte[] secret = Box("udta", Box("©xyz", Text(Place)));
        byte[] meta = Box("meta", new byte[4], Box("ilst", Text("secret camera")));
        byte[] xmp = Box("uuid", Text("0123456789abcdef<x:xmpmeta>secret author</x:xmpmeta>"));
        var video = new SampleVideo
        {
            MadeAt = 0xDEC0DED1, InFile = [.. xmp, .. Box("free", Text("secret in free space")), .. meta], InMovie = [.. secret, .. meta, .. xmp], InTrack = [.. secret, .. meta],
            Telemetry = Text($"secret ride {Place}"),
        };
        var sent = video.ToBytes();

        var saved = await SaveAsync(sent);

        Assert.True(saved.IsSuccess, saved.Error?.ToString());
        var kept = Read(saved.Value);
        Assert.Equal(sent.Length, kept.Length);
        var text = Encoding.Latin1.GetString(kept);
        Assert.All((string[])["secret", Place, "xmpmeta", "udta", "meta", "uuid", "gpmd", "\u00DE\u00C0\u00DE\u00D1"], told => Assert.DoesNotContain(told, text, StringComparison.Ordinal));

        // What a player reads is where it was, and as it was.
        var at = Encoding.Latin1.GetString(sent).IndexOf("mdat", StringComparison.Ordinal);
        Assert.Equal(sent[(at - 4)..^video.Telemetry.Length], kept[(at - 4)..^video.Telemetry.Length]);
        Assert.Equal(new byte[video.Telemetry.Length], kept[^video.Telemetry.Length..]);
        Assert.All((string[])["ftyp", "moov", "trak", "stsd", "avcC", "stco", "stsz"], box => Assert.Equal(Encoding.Latin1.GetString(sent).IndexOf(box, StringComparison.Ordinal), text.IndexOf(box, StringComparison.Ordinal)));
        Assert.True((await SaveAsync(kept)).IsSuccess);
    }

    [Fact]
    public async Task A_table_that_names_the_same_bytes_a_thousand_times_is_not_followed()
    {
        var bytes = new SampleVideo { Telemetry = new byte[1000] }.ToBytes();
        var second = Encoding.Latin1.GetString(bytes).LastIndexOf("stco", StringComparison.Ordinal);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(second + 12), (uint)Encoding.Latin1.GetString(bytes).IndexOf("mdat", StringComparison.Ordinal) + 4);
        Assert.True((await SaveAsync(bytes)).IsSuccess); // the sender's own pictures go; nobody else is hurt

        // Sixty tracks that hide half of the file each would be thirty files to write.
        var track = Encoding.Latin1.GetString(bytes).LastIndexOf("trak", StringComparison.Ordinal) - 4;
        var greedy = bytes[track..(track + (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(track)))];
        var many = new SampleVideo { InMovie = [.. Enumerable.Range(0, 60).SelectMany(_ => greedy)] }.ToBytes();
        greedy = Changed(Changed(greedy, "stsz", 16, (uint)bytes.Length / 2), "stco", 12, (uint)Encoding.Latin1.GetString(many).LastIndexOf("mdat", StringComparison.Ordinal) + 4);

        Assert.True((await SaveAsync(new SampleVideo { InMovie = greedy }.ToBytes())).IsSuccess);
        Assert.Equal("media.not_a_video", (await SaveAsync(new SampleVideo { InMovie = [.. Enumerable.Range(0, 60).SelectMany(_ => greedy)] }.ToBytes())).Error?.Code);
    }

    /// <summary>Whatever the header says, it is read or refused, and what is blanked is within the file.</summary>
    [Fact]
    public void Survives_any_change_of_the_header()
    {
        var good = new SampleVideo { Seconds = 1, HasWideSizes = true, InMovie = Box("udta", Text("secret")), Telemetry = Text("secret ride") }.ToBytes();
        var header = Encoding.Latin1.GetString(good).LastIndexOf("mdat", StringComparison.Ordinal) + 12;
        var (random, read) = (new Random(20261130), 0);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(header)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            using var file = new MemoryStream(bytes);
            if (VideoHeader.Read(file) is { IsSuccess: true, Value: { } video })
            {
                video.Blank(file);
                read++;
            }

            Assert.Equal(good.Length, file.Length);
        }

        Assert.InRange(read, 1000, 19_000);
    }

    [Fact]
    public async Task A_video_goes_only_when_nobody_sent_or_chose_it_for_a_while()
    {
        var id = (await SaveAsync(new SampleVideo().ToBytes())).Value;
        var sentAt = _clock.GetUtcNow();
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal([id], _store.UntouchedSince(_clock.GetUtcNow()));
        Assert.Empty(_store.UntouchedSince(sentAt));

        Assert.Empty(_store.Hold([id]));

        Assert.Empty(_store.UntouchedSince(sentAt.AddMinutes(30)));
        Assert.False(_store.Remove(id, unlessSince: sentAt.AddMinutes(30)));
        Assert.True(_store.Remove(id, unlessSince: _clock.GetUtcNow().AddHours(1)));
        Assert.Equal([id], _store.Hold([id]));
        Assert.Null(_store.Open(id));
        Assert.False(_store.Remove(id, unlessSince: DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task What_was_cut_off_by_a_crash_goes_too()
    {
        await SaveAsync(new SampleVideo().ToBytes());
        var left = Path.Combine(_folder.FullName, ".work", "left.mp4");
        await File.WriteAllBytesAsync(left, [1]);

        _store.RemoveLeftovers(new FileInfo(left).LastWriteTimeUtc);
        Assert.True(File.Exists(left));
        _store.RemoveLeftovers(new FileInfo(left).LastWriteTimeUtc.AddSeconds(1));
        Assert.False(File.Exists(left));
    }

    private Task<Result<MediaId>> SaveAsync(byte[] bytes) => _store.SaveAsync(new MemoryStream(bytes), bytes.Length, CancellationToken.None);

    private byte[] Read(MediaId id)
    {
        using var file = _store.Open(id)!.Content;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private string[] Unfinished() => Directory.Exists(Path.Combine(_folder.FullName, ".work")) ? Directory.GetFileSystemEntries(Path.Combine(_folder.FullName, ".work")) : [];

    private static byte[] Changed(byte[] bytes, string box, int at, uint value)
    {
        var changed = bytes.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(Encoding.Latin1.GetString(bytes).IndexOf(box, StringComparison.Ordinal) + at), value);
        return changed;
    }

    private static byte[] Renamed(byte[] bytes, string box, string name)
    {
        var changed = bytes.ToArray();
        Text(name).CopyTo(changed, Encoding.Latin1.GetString(bytes).IndexOf(box, StringComparison.Ordinal));
        return changed;
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Never ends, whatever was announced.</summary>
    private sealed class Endless(byte[] beginning) : Stream
    {
        public long Given { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++)
            {
                buffer[offset + i] = Given + i < beginning.Length ? beginning[Given + i] : (byte)0x41;
            }

            Given += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var some = new byte[buffer.Length];
            var count = Read(some, 0, some.Length);
            some.CopyTo(buffer);
            return ValueTask.FromResult(count);
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
