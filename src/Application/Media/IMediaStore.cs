using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Media;

public sealed record MediaFile(Stream Content, string ContentType, long Length);

/// <summary>Keeps pictures under names that tell their content, in the sizes that pages need.</summary>
public interface IMediaStore
{
    /// <summary>Checks that the bytes are a picture and nothing else, strips what it tells about its maker, and stores it.</summary>
    Task<Result<MediaId>> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>The same for many files of the local disk at once. A file that is no picture has no id.</summary>
    Task<IReadOnlyDictionary<string, MediaId>> SaveManyAsync(IReadOnlyCollection<string> files, CancellationToken ct);

    /// <summary>Those of the pictures that are not there.</summary>
    Task<IReadOnlyList<MediaId>> MissingAsync(IReadOnlyCollection<MediaId> ids, CancellationToken ct);

    /// <summary>The picture in the width, or in the nearest that there is. Null when there is no such picture.</summary>
    Task<MediaFile?> OpenAsync(MediaId id, int width, CancellationToken ct);

    /// <summary>Takes a picture away in all its sizes. One that is not there is not missed.</summary>
    void Remove(MediaId id);
}

/// <summary>Pictures and videos are named by their content, so that one file may be shown in many places.</summary>
public interface IMediaUses
{
    Task<bool> IsUsedAsync(MediaId id, CancellationToken ct);

    /// <summary>Those of the videos that no product shows.</summary>
    Task<IReadOnlyList<MediaId>> UnusedVideosAsync(IReadOnlyCollection<MediaId> ids, CancellationToken ct);
}

public static class MediaErrors
{
    public const int MaxBytes = 10 * 1024 * 1024;

    public static Error NotAPicture { get; } = new(ErrorKind.Invalid, "media.not_a_picture", "This is not a picture that we can read. Send a JPEG, PNG, WebP or GIF.", "file");
    public static Error TooLarge { get; } = new(ErrorKind.Invalid, "media.too_large", "A picture has at most 10 MB and 40 megapixels.", "file");
    public static Error Missing { get; } = new(ErrorKind.Invalid, "media.missing", "Send one picture as the form's file.", "file");
    public static Error NotAVideo { get; } = new(ErrorKind.Invalid, "media.not_a_video", "This is not a video that we can read. Send an MP4.", "file");
    public static Error VideoInPieces { get; } = new(ErrorKind.Invalid, "media.video_in_pieces", "This MP4 is cut into pieces for streaming. Export it as an ordinary MP4.", "file");
    public static Error VideoNotH264 { get; } = new(ErrorKind.Invalid, "media.video_not_h264", "Not every browser plays this kind of MP4. Export it with H.264.", "file");
    public static Error VideoMissing { get; } = new(ErrorKind.Invalid, "media.missing", "Send the video as the body of the request.", "file");

    public static Error VideoTooLarge(long most) => new(ErrorKind.Invalid, "media.video_too_large", $"A video has at most {most / (1024 * 1024)} MB.", "file");
    public static Error VideoTooLong(TimeSpan most) => new(ErrorKind.Invalid, "media.video_too_long", $"A video is at most {most.TotalSeconds:0} seconds long.", "file");
    public static Error Unknown(string field) => new(ErrorKind.Invalid, "media.unknown", "Upload the picture first.", field);
}
