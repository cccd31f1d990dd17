using Marketplace.Application.Media;
using Marketplace.Domain.Shared;
using static Marketplace.Infrastructure.Media.Mp4;

namespace Marketplace.Infrastructure.Media;

/// <summary>What the boxes of a video say. The name of a file and what a client claims say nothing.</summary>
/// <param name="Needless">Boxes without which it plays as well: places, cameras, programs and whatever else is hidden in a file.</param>
/// <param name="Telling">Stretches that tell when it was made, or hold what no player shows.</param>
internal sealed record VideoHeader(TimeSpan Duration, IReadOnlyList<Mp4Box> Needless, IReadOnlyList<(long From, long Length)> Telling)
{
    private const int MaxHeader = 4 * 1024 * 1024;
    private const int MaxBrands = 1024;
    private const int MaxMediaBoxes = 16;
    private static readonly HashSet<string> Brands = ["isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ", "MSNV"];
    private static readonly HashSet<string> OfFile = ["ftyp", "moov", "mdat"];
    private static readonly HashSet<string> OfMovie = ["mvhd", "trak", "iods"];
    private static readonly HashSet<string> OfTrack = ["tkhd", "mdia", "edts"];
    private static readonly HashSet<string> OfMedia = ["mdhd", "hdlr", "minf", "elng"];
    private static readonly HashSet<string> OfKind = ["vmhd", "smhd", "hdlr", "dinf", "stbl"];
    private static readonly HashSet<string> OfSamples = ["stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stco", "co64", "stss", "stsh", "sdtp", "sbgp", "sgpd", "subs", "padb", "stdp"];
    private static readonly HashSet<string> H264 = ["avc1", "avc3"];

    /// <summary>So many bytes tell whether it may be one at all: a page or an archive does not begin like that.</summary>
    public const int LengthOfBeginning = 12;

    public static bool MayBegin(ReadOnlySpan<byte> bytes) => bytes.Length >= LengthOfBeginning && Code(bytes, 4) == "ftyp";

    public static Result<VideoHeader> Read(Stream file)
    {
        try
        {
            return new Reading(new(file)).Read(file.Length);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or EndOfStreamException)
        {
            return MediaErrors.NotAVideo;
        }
    }

    /// <summary>Makes free space of what nobody needs, without moving anything: the tables of a video say where in the file its pictures are.</summary>
    public void Blank(Stream file)
    {
        foreach (var box in Needless)
        {
            file.Position = box.Start + 4;
            file.Write("free"u8);
            Zero(file, box.Content, box.Length);
        }

        foreach (var (from, length) in Telling)
        {
            Zero(file, from, length);
        }
    }

    private static void Zero(Stream file, long from, long length)
    {
        var nothing = new byte[(int)Math.Min(length, 64 * 1024)];
        file.Position = from;
        for (var left = length; left > 0; left -= nothing.Length)
        {
            file.Write(nothing, 0, (int)Math.Min(left, nothing.Length));
        }
    }

    private sealed class Reading(Mp4 mp4)
    {
        private readonly List<Mp4Box> _needless = [];
        private readonly List<(long From, long Length)> _telling = [];
        private Mp4Box[] _media = [];
        private double _seconds;

        public Result<VideoHeader> Read(long fileLength)
        {
            var file = mp4.Boxes();
            Require(file is [{ Type: "ftyp" }, ..] && AreKnown(mp4.Bytes(file[0], MaxBrands)));
            if (file.Any(b => b.Type == "moof"))
            {
                return MediaErrors.VideoInPieces;
            }

            _media = [.. file.Where(b => b is { Type: "mdat", Length: > 0 })];
            Require(_media.Length is > 0 and <= MaxMediaBoxes);
            var header = One(file, "moov");
            Require(header.Length <= MaxHeader);
            var movie = mp4.Boxes(header);
            if (movie.Any(b => b.Type == "mvex"))
            {
                return MediaErrors.VideoInPieces;
            }

            Keep(file, OfFile);
            Keep(movie, OfMovie);
            Require(TakeTimes(One(movie, "mvhd"), lengthAt: 12) > 0);
            var (hasVideo, hidden) = (false, 0L);
            foreach (var track in movie.Where(b => b.Type == "trak"))
            {
                var parts = mp4.Boxes(track);
                var media = mp4.Boxes(One(parts, "mdia"));
                var kind = Code(mp4.Bytes(One(media, "hdlr"), MaxHeader), 8);
                var ofKind = mp4.Boxes(One(media, "minf"));
                var samples = mp4.Boxes(One(ofKind, "stbl"));
                var chunks = Chunks(samples);
                if (kind is not ("vide" or "soun"))
                {
                    // Where a camera was, second by second; subtitles that tell the same.
                    Require((hidden += chunks.Sum(c => c.Length)) <= fileLength);
                    _needless.Add(track);
                    _telling.AddRange(chunks);
                    continue;
                }

                Keep(parts, OfTrack);
                Keep(media, OfMedia);
                Keep(ofKind, OfKind);
                Keep(samples, OfSamples);
                TakeTimes(One(parts, "tkhd"), lengthAt: null);
                TakeTimes(One(media, "mdhd"), lengthAt: 12);
                if (kind == "vide")
                {
                    Require(chunks.Any(c => c.Length > 0));
                    var forms = One(samples, "stsd");
                    Require(forms.Length > 8);
                    if (mp4.Boxes(forms.Content + 8, forms.End).Any(form => !H264.Contains(form.Type)))
                    {
                        return MediaErrors.VideoNotH264;
                    }

                    hasVideo = true;
                }
            }

            Require(hasVideo);
            return new VideoHeader(TimeSpan.FromSeconds(Math.Min(_seconds, int.MaxValue)), _needless, _telling);
        }

        /// <summary>After the first brand stands its version.</summary>
        private static bool AreKnown(byte[] brands) => brands.Length >= 8 && brands.Length % 4 == 0 && Enumerable.Range(0, brands.Length / 4).Any(i => i != 1 && Brands.Contains(Code(brands, i * 4)));

        private void Keep(IEnumerable<Mp4Box> boxes, HashSet<string> needed) => _needless.AddRange(boxes.Where(b => !needed.Contains(b.Type)));

        /// <summary>Notes that a box tells when it was made, and how long the film is: the longest that any box says counts.</summary>
        /// <param name="lengthAt">Where its units per second stand in the short form, before its length; null where it has none.</param>
        private double TakeTimes(Mp4Box box, int? lengthAt)
        {
            var bytes = mp4.Bytes(box, MaxHeader);
            Require(bytes.Length >= 20 && bytes[0] <= 1);
            var isLong = bytes[0] == 1;
            _telling.Add((box.Content + 4, isLong ? 16 : 8));
            if (lengthAt is not { } at)
            {
                return 0;
            }

            at += isLong ? 8 : 0;
            var (units, length) = (Number(bytes, at), isLong ? LongNumber(bytes, at + 4) : Number(bytes, at + 4));
            Require(units > 0 && length < (isLong ? ulong.MaxValue : uint.MaxValue)); // all ones say that nobody knows
            var seconds = (double)length / units;
            _seconds = Math.Max(_seconds, seconds);
            return seconds;
        }

        /// <summary>Where in the file the samples of a track are, chunk by chunk; each must be within what holds samples.</summary>
        private List<(long From, long Length)> Chunks(IReadOnlyList<Mp4Box> samples)
        {
            var isWide = samples.Any(b => b.Type == "co64");
            var (places, width) = (mp4.Bytes(One(samples, isWide ? "co64" : "stco"), MaxHeader), isWide ? 8 : 4);
            var (runs, sizes) = (mp4.Bytes(One(samples, "stsc"), MaxHeader), mp4.Bytes(One(samples, "stsz"), MaxHeader));
            var (count, runCount, each, sampleCount) = (Number(places, 4), Number(runs, 4), Number(sizes, 4), Number(sizes, 8));
            Require(count <= (places.Length - 8) / width && (count == 0 || runCount > 0));
            var chunks = new List<(long From, long Length)>((int)count);
            var (run, sample) = (0L, 0L);
            for (long chunk = 0; chunk < count; chunk++)
            {
                while (run + 1 < runCount && Number(runs, 8 + (12 * (run + 1))) <= chunk + 1)
                {
                    run++;
                }

                long inChunk = Number(runs, 12 + (12 * run));
                Require(inChunk <= sampleCount - sample);
                var length = (UInt128)each * (UInt128)inChunk;
                for (var i = 0; each == 0 && i < inChunk; i++)
                {
                    length += Number(sizes, 12 + (4 * (sample + i)));
                }

                sample += inChunk;
                var from = isWide ? LongNumber(places, 8 + (8 * chunk)) : Number(places, 8 + (4 * chunk));
                Require(_media.Any(m => from >= (ulong)m.Content && from <= (ulong)m.End && length <= (ulong)m.End - from));
                chunks.Add(((long)from, (long)length));
            }

            return chunks;
        }
    }
}
