using System.Net;
using Marketplace.WebApi.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>A token whose sign-in has ended is worth nothing here, however long it could have lived.</summary>
[Collection(nameof(GuardedApp))]
public sealed class RevokedGrantTests(GuardedApp app)
{
    [Fact]
    public async Task A_token_of_a_sign_in_that_ended_is_refused_and_those_of_others_are_not()
    {
        var (ended, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var reader = app.Services.GetRequiredService<RevokedGrantsReader>();
        await reader.ReadAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(ended)).StatusCode);

        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlAsync($"insert into identity.revoked_grants (grant_id) values ({ended})");
        await reader.ReadAsync(CancellationToken.None);

        var refused = await AskAsync(ended);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("error=\"invalid_token\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(other)).StatusCode);
    }

    [Fact]
    public async Task What_became_visible_late_is_read_all_the_same()
    {
        var reader = app.Services.GetRequiredService<RevokedGrantsReader>();
        await reader.ReadAsync(CancellationToken.None);
        var late = Guid.CreateVersion7();
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlAsync($"insert into identity.revoked_grants values ({late}, clock_timestamp() - interval '50 seconds')");

        await reader.ReadAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(late)).StatusCode);
    }

    [Fact]
    public void What_no_token_can_outlive_is_forgotten()
    {
        var known = new RevokedGrants();
        var (old, young) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        known.Add([new(old, DateTimeOffset.UnixEpoch), new(young, DateTimeOffset.UnixEpoch.AddHours(1))]);

        known.Forget(DateTimeOffset.UnixEpoch.AddMinutes(30));

        Assert.False(known.Contains(old));
        Assert.True(known.Contains(young));
    }

    private async Task<HttpResponseMessage> AskAsync(Guid grant)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Authorization = new("Bearer", app.Token(Guid.CreateVersion7().ToString(), grant: grant));
        return await app.Http.SendAsync(request);
    }
}
