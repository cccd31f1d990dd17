using System.Net;

namespace Marketplace.Hosts.Tests;

/// <summary>Light or dark goes with the person, over the hosts and over their devices.</summary>
[Collection(nameof(Hosts))]
public sealed class ThemeTests(Hosts hosts)
{
    private static readonly string[] Pages = [Hosts.Store + "/", Hosts.Portal + "/", Hosts.Identity + "/account", Hosts.Identity + "/account/profile"];

    [Fact]
    public async Task What_is_saved_on_the_page_is_on_every_page_here_and_on_other_devices_from_their_first_one_on()
    {
        using var here = new Visitor(hosts, "203.0.113.60");
        await here.RegisterAsync(Hosts.Store);
        using var there = new Visitor(hosts, "203.0.113.61");
        await SignInAsync(there, here.Email, Hosts.Store);
        await SignInAsync(there, here.Email, Hosts.Portal);
        Assert.Null(await ThemeOnAsync(there, Hosts.Store + "/"));

        var saved = await ChooseAsync(here, Hosts.Identity + "/account/preferences", Hosts.Identity + "/account/preferences", "dark");
        Assert.Equal("/account/preferences?done=saved", saved.Headers.Location?.OriginalString);

        Assert.Contains("value=\"dark\" checked", await TextAsync(here, Hosts.Identity + "/account/preferences"), StringComparison.Ordinal);
        Assert.Equal("dark", await ThemeOnAsync(here, Hosts.Store + "/"));
        Assert.Equal("dark", await ThemeOnAsync(there, Hosts.Store + "/"));
        Assert.Equal("dark", await ThemeOnAsync(there, Hosts.Portal + "/"));
        using var fresh = new Visitor(hosts, "203.0.113.62");
        await SignInAsync(fresh, here.Email, Hosts.Portal);
        foreach (var page in Pages[1..])
        {
            Assert.Equal("dark", await ThemeOnAsync(fresh, page));
        }
    }

    [Fact]
    public async Task What_a_stranger_chose_is_kept_when_they_sign_in_and_the_last_choice_of_a_device_holds()
    {
        using var here = new Visitor(hosts, "203.0.113.63");
        await ChooseAsync(here, Hosts.Store + "/", Hosts.Store + "/theme", "dark");
        Assert.Equal("dark", await ThemeOnAsync(here, Hosts.Store + "/"));
        await here.RegisterAsync(Hosts.Store);
        Assert.Equal("dark", await ThemeOnAsync(here, Hosts.Store + "/"));

        using var there = new Visitor(hosts, "203.0.113.64");
        await SignInAsync(there, here.Email, Hosts.Store);
        Assert.Equal("dark", await ThemeOnAsync(there, Hosts.Store + "/"));

        await ChooseAsync(there, Hosts.Store + "/", Hosts.Store + "/theme", "light");
        Assert.Equal("light", await ThemeOnAsync(here, Hosts.Store + "/")); // has no choice of its own since it was kept
        await ChooseAsync(here, Hosts.Store + "/", Hosts.Store + "/theme", "system");
        Assert.Null(await ThemeOnAsync(there, Hosts.Store + "/"));
    }

    [Fact]
    public async Task A_choice_that_only_the_device_knows_of_is_kept_by_the_next_page()
    {
        using var here = new Visitor(hosts, "203.0.113.65");
        await here.RegisterAsync(Hosts.Portal);

        await here.GetAsync(Hosts.Portal + "/", ("Cookie", $"{here.CookiesFor(Hosts.Portal)}; theme=dark")); // as the rider's script leaves it

        Assert.Contains("value=\"dark\" checked", await TextAsync(here, Hosts.Identity + "/account/preferences"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_theme_changes_nothing()
    {
        using var here = new Visitor(hosts, "203.0.113.66");
        await here.RegisterAsync(Hosts.Store);

        foreach (var wanted in (string[])["pink", "", "dark.kept", "\"><script>"])
        {
            await ChooseAsync(here, Hosts.Identity + "/account/preferences", Hosts.Identity + "/account/preferences", wanted);
            await ChooseAsync(here, Hosts.Store + "/", Hosts.Store + "/theme", wanted);
            Assert.Null(await ThemeOnAsync(here, Hosts.Store + "/"));
        }

        using var odd = new Visitor(hosts, "203.0.113.67");
        Assert.DoesNotContain("data-theme=", await (await odd.GetAsync(Hosts.Store + "/", ("Cookie", "theme=pink.kept"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task SignInAsync(Visitor visitor, string email, string host)
    {
        var (address, page) = await visitor.FollowAsync(new(host + "/signin"));
        if (address.AbsoluteUri.StartsWith(Hosts.Identity, StringComparison.Ordinal))
        {
            await visitor.FollowAsync(address, await visitor.SubmitAsync(address, page, ("email", email), ("password", "a lantern over the quay")));
        }
    }

    private static async Task<HttpResponseMessage> ChooseAsync(Visitor visitor, string page, string action, string theme)
    {
        var token = (await Visitor.FieldsAsync(await visitor.GetAsync(page))).First(f => f.Name == "__RequestVerificationToken");
        return await visitor.SendAsync(HttpMethod.Post, action, new FormUrlEncodedContent([new(token.Name, token.Value), new("theme", theme)]));
    }

    private static async Task<string> TextAsync(Visitor visitor, string page) => await (await visitor.GetAsync(page)).Content.ReadAsStringAsync();

    private static async Task<string?> ThemeOnAsync(Visitor visitor, string page)
    {
        visitor.Forget(page, "__Host-theme-looked"); // as ten seconds later
        var answer = await visitor.GetAsync(page);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        return html.Split("data-theme=\"") is [_, var rest, ..] && html.IndexOf("data-theme=", StringComparison.Ordinal) < html.IndexOf("<head", StringComparison.Ordinal) ? rest.Split('"')[0] : null;
    }
}
