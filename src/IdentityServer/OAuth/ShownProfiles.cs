using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <param name="Username">By which people find each other; null for who has none.</param>
/// <param name="Picture">The address of a square picture, 640 pixels wide.</param>
internal sealed record ShownProfile(string? Username, string? Picture);

/// <summary>
/// What people say of themselves beside their name. It is the marketplace's; where the identity server has the database to itself, nobody says anything.
/// </summary>
internal sealed class ShownProfiles(IdentityDb db, IOptions<UrlOptions> urls)
{
    public async Task<ShownProfile?> OfAsync(Guid userId, CancellationToken ct)
    {
        var hasProfiles = (await db.Database.SqlQuery<bool>($"SELECT to_regclass('people.profiles') IS NOT NULL AS \"Value\"").ToListAsync(ct)).Single();
        return hasProfiles && (await db.Database.SqlQuery<Row>(
            $"SELECT username AS \"Username\", photo_id AS \"PhotoId\" FROM people.profiles WHERE user_id = {userId}").ToListAsync(ct)).SingleOrDefault() is { } row
            ? new(row.Username, row.PhotoId is { } photo ? $"{urls.Value.Api}/media/{photo:N}-640.webp" : null)
            : null;
    }

    private sealed record Row(string? Username, Guid? PhotoId);
}
