using System.Net;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Identity;

[Collection(nameof(MarketplaceApp))]
public sealed class ProfileTests(MarketplaceApp app)
{
    private static readonly MeasurementsDto Measured = new(new(172.5m, "CENTIMETRE"), null, new(32, "INCH"), null, null, new(42.5m, "EU"));

    /// <summary>A GIF of one pixel.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private readonly UserId _user = UserId.New();
    private readonly string _username = $"p{Guid.CreateVersion7():N}"[..24];

    [Fact]
    public async Task Is_empty_at_first_and_then_what_was_saved()
    {
        var empty = await Client().GetAsync();
        Assert.Equal((null, "Test person", "", 0, "EVERYONE"), (empty.Username, empty.Name, empty.Bio, empty.Revision, empty.ShownTo));

        var saved = await Client().SaveAsync(Request(0) with { Bio = "Likes rice.", Location = "Harbour side", Position = new(12.9, 80.2) });

        Assert.Equal(saved, await Client().GetAsync());
        Assert.Equal((_username, "Likes rice.", new(12.9, 80.2), Measured, 1), (saved.Username, saved.Bio, saved.Position!, saved.Measurements, saved.Revision));
        Assert.Single(await app.RaisedAsync<ProfileChanged>(), e => e.UserId == _user);
    }

    [Fact]
    public async Task Only_the_owner_ever_reads_the_measurements()
    {
        await Client().SaveAsync(Request(0));

        foreach (var path in (string[])[$"api/v1/people/{_username}", $"api/v1/people?q={_username}"])
        {
            var answer = await app.SignedInAs(UserId.New()).GetStringAsync(path);
            Assert.Contains(_username, answer, StringComparison.Ordinal);
            Assert.DoesNotContain("172.5", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("42.5", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_username_belongs_to_one_person_however_it_is_written()
    {
        await Client().SaveAsync(Request(0));

        var refused = await Assert.ThrowsAsync<ApiException>(() => Client(UserId.New()).SaveAsync(Request(0) with { Username = _username.ToUpperInvariant() }));

        Assert.Equal((HttpStatusCode.Conflict, "profile.username_taken", "username"), (refused.Status, refused.Code, refused.Field));
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Of_many_who_want_a_username_at_once_one_gets_it()
    {
        var many = Repeats.Of(named: 50, usual: 8);
        var tries = await Task.WhenAll(Enumerable.Range(0, many).Select(async _ =>
        {
            try
            {
                await Client(UserId.New()).SaveAsync(Request(0));
                return HttpStatusCode.OK;
            }
            catch (ApiException refused)
            {
                return refused.Status;
            }
        }));

        Assert.Single(tries, t => t == HttpStatusCode.OK);
        Assert.Equal(many - 1, tries.Count(t => t == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_change_that_did_not_see_the_last_one_is_refused()
    {
        await Client().SaveAsync(Request(0));

        Assert.Equal("profile.stale", (await Assert.ThrowsAsync<ApiException>(() => Client().SaveAsync(Request(0) with { Bio = "Late" }))).Code);
    }

    [Fact]
    public async Task A_photo_is_shown_to_others_until_it_is_taken_away()
    {
        await Client().SaveAsync(Request(0));
        var shown = await Client().ShowPhotoAsync(new MemoryStream(Pixel), "me.gif");
        Assert.NotNull(shown.Photo);
        Assert.Equal(shown.Photo, (await People(UserId.New()).GetAsync(_username)).Photo);

        var file = new Uri(shown.Photo.Small).AbsolutePath;
        Assert.Equal(HttpStatusCode.OK, (await app.Guest().GetAsync(file)).StatusCode);

        await Client().RemovePhotoAsync();

        Assert.Null((await People(UserId.New()).GetAsync(_username)).Photo);
        await app.DrainedAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await app.Guest().GetAsync(file)).StatusCode); // the file itself is gone
        var refused = await Assert.ThrowsAsync<ApiException>(() => Client().ShowPhotoAsync(new MemoryStream("<svg/>"u8.ToArray()), "me.svg"));
        Assert.Equal(("media.not_a_picture", "file"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_picture_that_others_show_too_stays_for_them()
    {
        byte[] picture = [.. Pixel, 0]; // another file than in other tests
        var shown = await Client().ShowPhotoAsync(new MemoryStream(picture), "me.gif");
        await Client(UserId.New()).ShowPhotoAsync(new MemoryStream(picture), "me.gif");

        await Client().RemovePhotoAsync();
        await app.DrainedAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.Guest().GetAsync(new Uri(shown.Photo!.Small).AbsolutePath)).StatusCode);
    }

    [Fact]
    public async Task The_name_follows_the_identity_server()
    {
        await Client().SaveAsync(Request(0));
        await using (var db = app.OpenDb())
        {
            db.Publish(_user.Value, new UserUpdated(_user, "a@example.org", "Aditi Newname", DateTimeOffset.UnixEpoch));
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await app.DrainedAsync();

        Assert.Equal("Aditi Newname", (await People(UserId.New()).GetAsync(_username)).Name);
    }

    [Fact]
    public async Task Preferences_are_the_usual_ones_until_others_are_kept()
    {
        Assert.Equal(("en-IN", "INR", "SYSTEM"), await Client().PreferencesAsync() is var usual ? (usual.Language, usual.Currency, usual.Theme) : default);

        await Client().PreferAsync(new("ta", "EUR", "DARK", ["Books", " books ", "Rice"]));

        var kept = await Client().PreferencesAsync();
        Assert.Equal(("ta", "EUR", "DARK"), (kept.Language, kept.Currency, kept.Theme));
        Assert.Equal(["Books", "Rice"], kept.Interests);
        Assert.Equal("theme", (await Assert.ThrowsAsync<ApiException>(() => Client().PreferAsync(new("ta", "EUR", "PINK", [])))).Field);
    }

    [Fact]
    public async Task The_database_itself_knows_one_owner_of_a_username()
    {
        await Client().SaveAsync(Request(0));
        await using var db = app.OpenDb();
        var other = Profile.Of(UserId.New(), "Other");
        other.Save(new(_username, "", "", null, Audience.Everyone, Measurements.None), DateTimeOffset.UnixEpoch);
        db.Add(other);

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(CancellationToken.None));
    }

    private SaveProfileRequest Request(int revision) => new(revision, _username, "", "", null, "EVERYONE", Measured);

    private ProfileClient Client(UserId? user = null) => new(app.SignedInAs(user ?? _user));

    private PeopleClient People(UserId user) => new(app.SignedInAs(user));
}
