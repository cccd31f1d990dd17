using System.Net;
using System.Text;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Clients;

/// <summary>The picture by which people know an application.</summary>
[Collection(nameof(IdentityApp))]
public sealed class LogoTests(IdentityApp app) : AppInUseTests(app)
{
    /// <summary>A PNG of four red pixels, with a comment that tells who drew it.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFnRFWHRBdXRob3IAd2hvZXZlciBkcmV3IGl0ztHYrAAAABBJREFUeJxj+M/AAEQMEAoAH+4D/YtfFNQAAAAASUVORK5CYII=");

    [Fact]
    public async Task Is_shown_wherever_people_meet_the_application()
    {
        Assert.Null(await LogoOnAsync(Person, Other.AuthorizeUrl()));

        Assert.EndsWith("?done=logo", (await Maker.ShowLogoAsync(Other.Id, Picture)).Headers.Location!.OriginalString, StringComparison.Ordinal);

        var logo = await LogoOnAsync(Person, Other.AuthorizeUrl());
        Assert.NotNull(logo);
        await Other.AskAsync(Person);
        Assert.Equal(logo, await LogoOnAsync(Person, App.Url + "/account/apps"));
        Assert.Equal(logo, await LogoOnAsync(Maker.Browser, App.Url + "/developer"));
        Assert.Equal(logo, await LogoOnAsync(Maker.Browser, $"{App.Url}/developer/apps/{Other.Id}"));
        using var reviews = await Admin.OpenAsync("/developer/reviews");
        Assert.Contains(reviews.QuerySelectorAll("img"), i => i.GetAttribute("src") == logo);
    }

    [Fact]
    public async Task Is_served_by_us_drawn_anew_and_for_ever()
    {
        byte[] withPage = [.. Picture, .. "<script>alert(1)</script>"u8];
        await Maker.ShowLogoAsync(Other.Id, withPage);
        var page = await Person.GetAsync(Other.AuthorizeUrl());

        var answer = await StoreClient.Http.GetAsync(App.OtherUrl + await LogoOnAsync(Person, Other.AuthorizeUrl()));

        Assert.Contains("img-src 'self' data:;", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.NonValidated["Cache-Control"].ToString());
        if (HasTool)
        {
            Assert.Equal("image/webp", answer.Content.Headers.ContentType!.MediaType);
            var text = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
            Assert.All((string[])["whoever", "script"], words => Assert.DoesNotContain(words, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "not a picture")]
    [InlineData("GIF89a", "not a picture")]
    [InlineData("", "Choose a picture first")]
    public async Task What_is_no_picture_is_refused_beside_the_field(string content, string words)
    {
        await AssertRefusedAsync(Encoding.Latin1.GetBytes(content), words);
    }

    [Fact]
    public async Task A_heavy_picture_and_one_that_unfolds_without_end_are_refused()
    {
        var bomb = Picture.ToArray();
        (bomb[16], bomb[20]) = (0x10, 0x10); // 268 million pixels a side

        await AssertRefusedAsync([.. Picture, .. new byte[LogoPainter.MaxBytes]], "at most 2 MB");
        await AssertRefusedAsync(bomb, "40 megapixels");
    }

    [Fact]
    public async Task Another_logo_asks_for_another_review_and_the_same_one_or_none_does_not()
    {
        await Maker.ShowLogoAsync(Other.Id, Picture);
        await ApproveAsync();
        await Maker.ShowLogoAsync(Other.Id, Picture);
        Assert.Equal("Approved", await ReviewAsync());

        await Maker.ShowLogoAsync(Other.Id, [.. Picture, 0]);
        Assert.Equal("None", await ReviewAsync());
        await ApproveAsync();
        await Maker.ActAsync(Other.Id, "/logo/remove");

        Assert.Equal("Approved", await ReviewAsync());
        Assert.Equal(
            "logo_changed,approved,logo_changed,approved,logo_removed",
            await App.SqlAsync($"SELECT string_agg(substr(action, 13), ',' ORDER BY at, id) FROM audit.entries WHERE subject_id = '{Other.Id}'"));
    }

    [Fact]
    public async Task One_that_is_taken_away_is_gone_and_initials_stand_there()
    {
        await Maker.ShowLogoAsync(Other.Id, Picture);
        var logo = await LogoOnAsync(Person, Other.AuthorizeUrl());

        Assert.EndsWith("?done=no-logo", (await Maker.ActAsync(Other.Id, "/logo/remove")).Headers.Location!.OriginalString, StringComparison.Ordinal);

        using var page = await Developer.ReadAsync(await Person.GetAsync(Other.AuthorizeUrl()));
        Assert.Equal("OW", page.QuerySelector("main .avatar")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await StoreClient.Http.GetAsync(App.Url + logo)).StatusCode);
    }

    [Fact]
    public async Task Nobody_else_changes_it_and_it_goes_with_the_application()
    {
        await Maker.ShowLogoAsync(Other.Id, Picture);
        using var stranger = await new Developer(App).RegisterAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.ShowLogoAsync(Other.Id, [.. Picture, 0], "/developer/new")).StatusCode);
        await stranger.PostAsync("/developer/new", $"/developer/apps/{Other.Id}/logo/remove");
        Assert.Equal(1L, await LogosAsync());

        await Maker.ActAsync(Other.Id, "/delete");
        Assert.Equal(0L, await LogosAsync());
    }

    private static bool HasTool => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "vipsthumbnail")));

    private async Task AssertRefusedAsync(byte[] picture, string words)
    {
        var refused = await Maker.ShowLogoAsync(Other.Id, picture);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var page = await Developer.ReadAsync(refused);
        Assert.Contains(words, page.QuerySelector("#f-file-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0L, await LogosAsync());
    }

    private static async Task<string?> LogoOnAsync(Browser browser, string url)
    {
        using var page = await Developer.ReadAsync(await browser.GetAsync(url));
        return page.QuerySelector("main img.avatar--logo")?.GetAttribute("src");
    }

    private Task<HttpResponseMessage> ApproveAsync() => Admin.PostAsync("/developer/reviews", $"/developer/reviews/{Other.Id}/approve");

    private Task<object?> LogosAsync() => App.SqlAsync($"SELECT count(*) FROM identity.client_logos WHERE client_id = '{Other.Id}'");
}
