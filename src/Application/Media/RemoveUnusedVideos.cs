using Marketplace.Application.Shared;

namespace Marketplace.Application.Media;

/// <summary>
/// Takes videos away that no product shows, within a day: those that were sent and never chosen, and those that were dropped. Who is filling
/// in a form meanwhile keeps theirs, and what was dropped by mistake is there for some hours.
/// </summary>
public sealed class RemoveUnusedVideosHandler(IMediaUses uses, IVideoStore videos, TimeProvider clock) : IHandler
{
    public static readonly TimeSpan Grace = TimeSpan.FromHours(20);

    /// <returns>How many are gone.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        videos.RemoveLeftovers(now - Grace);
        var removed = 0;
        foreach (var some in videos.UntouchedSince(now - (Grace / 2)).Chunk(500))
        {
            var unused = await uses.UnusedVideosAsync(some, ct);
            videos.Hold([.. some.Except(unused)]); // the day of what is shown begins when it is shown no more
            removed += unused.Count(id => videos.Remove(id, unlessSince: now - Grace));
        }

        return removed;
    }
}
