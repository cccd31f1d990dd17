using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Hosts.Tests;

/// <summary>The store's bell: for whom there is news, how much of it, and only for them.</summary>
[Collection(nameof(Hosts))]
public sealed partial class BellTests(Hosts hosts)
{
    private const string Home = Hosts.Store + "/";

    [Fact]
    public async Task Counts_what_is_unread_until_it_is_read()
    {
        using var shopper = new Visitor(hosts, "203.0.113.80");
        await shopper.RegisterAsync(Hosts.Store);
        await EventuallyAsync(shopper, "Notifications, 1 unread"); // the welcome

        shopper.Forget(Hosts.Store, "__Host-unread"); // as half a minute later
        Assert.Equal("Notifications, 1 unread", await BellOnAsync(shopper, Home));
        Assert.Equal("Notifications, 1 unread", await BellOnAsync(shopper, Hosts.Store + "/account/notifications"));

        var form = await Visitor.FieldsAsync(await shopper.GetAsync(Hosts.Store + "/account/notifications"));
        var read = await shopper.SendAsync(HttpMethod.Post, Hosts.Store + "/account/notifications/read", new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        Assert.Equal(HttpStatusCode.Redirect, read.StatusCode);
        Assert.Equal("Notifications", await BellOnAsync(shopper, Home));
    }

    [Fact]
    public async Task A_page_that_is_fetched_for_something_else_leaves_the_bell_as_it_is()
    {
        using var shopper = new Visitor(hosts, "203.0.113.83");
        await shopper.RegisterAsync(Hosts.Store);

        Assert.Contains("data-keep", await PageAsync(shopper, ("X-Live", "watch")), StringComparison.Ordinal);
        Assert.DoesNotContain("data-keep", await PageAsync(shopper, ("X-Live", "1")), StringComparison.Ordinal);
        Assert.DoesNotContain("data-keep", await PageAsync(shopper), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_have_none_and_nobody_sees_the_number_of_who_was_here_before()
    {
        using var stranger = new Visitor(hosts, "203.0.113.81");
        Assert.Null(await BellOnAsync(stranger, Home));
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync(Hosts.Store + "/account/bell")).StatusCode);

        using var shopper = new Visitor(hosts, "203.0.113.82");
        await shopper.RegisterAsync(Hosts.Store);
        await EventuallyAsync(shopper, "Notifications, 1 unread");
        shopper.Forget(Hosts.Store, "__Host-unread");
        Assert.Equal("Notifications, 1 unread", await BellOnAsync(shopper, Home, ("Cookie", $"__Host-unread=7.{Guid.CreateVersion7()}")));
    }

    private static async Task EventuallyAsync(Visitor visitor, string bell)
    {
        for (var tries = 0; tries < 100 && await BellOnAsync(visitor, Hosts.Store + "/account/bell") != bell; tries++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(bell, await BellOnAsync(visitor, Hosts.Store + "/account/bell"));
    }

    private static async Task<string> PageAsync(Visitor visitor, params (string Name, string Value)[] headers) =>
        await (await visitor.GetAsync(Hosts.Store + "/cart", headers)).Content.ReadAsStringAsync();

    private static async Task<string?> BellOnAsync(Visitor visitor, string page, params (string Name, string Value)[] headers)
    {
        var answer = await visitor.GetAsync(page, headers);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return Bell().Match(await answer.Content.ReadAsStringAsync()) is { Success: true } bell ? bell.Groups[1].Value : null;
    }

    [GeneratedRegex("id=\"bell\"[^>]*aria-label=\"([^\"]*)\"")]
    private static partial Regex Bell();
}
