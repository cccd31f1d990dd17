using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Media;

/// <summary>Keeps videos as they were sent, under names that tell their content.</summary>
public interface IVideoStore
{
    /// <summary>
    /// Reads no more than a video may have, checks that it is one that browsers play, blanks what it tells about its maker, and stores it.
    /// </summary>
    /// <param name="announced">How many bytes the sender says there are; a lie helps nobody.</param>
    Task<Result<MediaId>> SaveAsync(Stream content, long? announced, CancellationToken ct);

    /// <summary>Has the videos count as just sent, so that nobody removes what is shown, or about to be.</summary>
    /// <returns>Those that are not there.</returns>
    IReadOnlyList<MediaId> Hold(IReadOnlyCollection<MediaId> ids);

    /// <returns>Null when there is no such video.</returns>
    MediaFile? Open(MediaId id);

    /// <summary>The videos that were neither sent nor held since then.</summary>
    IReadOnlyList<MediaId> UntouchedSince(DateTimeOffset then);

    /// <summary>Takes a video away, unless it was sent or held since then.</summary>
    bool Remove(MediaId id, DateTimeOffset unlessSince);

    /// <summary>Takes away what was being received then and never became a video.</summary>
    void RemoveLeftovers(DateTimeOffset then);
}
