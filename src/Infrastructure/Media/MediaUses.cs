using Marketplace.Application.Media;
using Marketplace.Domain.Media;
using Marketplace.Infrastructure.Shared;
using Npgsql;

namespace Marketplace.Infrastructure.Media;

internal sealed class MediaUses(NpgsqlDataSource database) : IMediaUses
{
    private const string Uses =
        """
        select exists (select 1 from people.profiles where photo_id = $1) or exists (select 1 from vendors.vendors where $1 in (logo_id, banner_id))
            or exists (select 1 from catalog.product_images where media_id = $1) or exists (select 1 from catalog.variants where image_id = $1)
            or exists (select 1 from catalog.categories where image_id = $1) or exists (select 1 from catalog.brands where logo_id = $1)
            or exists (select 1 from orders.lines where image_id = $1) or exists (select 1 from catalog.product_videos where poster_id = $1)
        """;

    public async Task<bool> IsUsedAsync(MediaId id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Uses);
        command.Parameters.Add(new() { Value = id.Value });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    public async Task<IReadOnlyList<MediaId>> UnusedVideosAsync(IReadOnlyCollection<MediaId> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select id from unnest($1) id where not exists (select 1 from catalog.product_videos where media_id = id)");
        command.Parameters.Add(new() { Value = ids.Select(id => id.Value).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ListAsync(row => new MediaId(row.GetGuid(0)), ct);
    }
}
