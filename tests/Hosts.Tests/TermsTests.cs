using System.IO.Compression;
using System.Net;
using Npgsql;

namespace Marketplace.Hosts.Tests;

/// <summary>Who opens an account agrees to the terms that stand on the form, and is asked once when they change in a way that matters.</summary>
[Collection(nameof(Hosts))]
public sealed class TermsTests(Hosts hosts)
{
    [Fact]
    public async Task Opening_an_account_is_kept_with_the_terms_that_were_shown()
    {
        using var visitor = new Visitor(hosts, "203.0.113.120");
        await visitor.RegisterAsync(Hosts.Store);

        Assert.Equal($"{await CurrentAsync()} Register", Assert.Single(await AgreedAsync(visitor)));
        var privacy = await ReadAsync(visitor, Hosts.Identity + "/account/privacy");
        Assert.Contains($"Terms of use, version {await CurrentAsync()}", privacy, StringComparison.Ordinal);
        Assert.Contains("when you opened the account", privacy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("4711")]
    public async Task No_account_is_opened_under_terms_that_were_not_shown(string terms)
    {
        using var visitor = new Visitor(hosts, $"203.0.113.{121 + terms.Length}");
        var (address, page) = await visitor.FollowAsync(new($"{Hosts.Store}/signin?register=true"));

        var refused = await visitor.SubmitAsync(address, page, ("fullName", "Asha Rao"), ("email", visitor.Email), ("password", "a lantern over the quay"), ("terms", terms));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var again = await refused.Content.ReadAsStringAsync();
        Assert.Contains("The terms of use have changed since this page was opened.", again, StringComparison.Ordinal);
        Assert.Contains($"name=\"terms\" value=\"{await CurrentAsync()}\"", again, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("select count(*) from identity.users where email = $1", visitor.Email));
    }

    [Fact]
    public async Task A_change_that_matters_is_asked_about_once_wherever_somebody_goes_and_a_small_one_is_not()
    {
        using var visitor = new Visitor(hosts, "203.0.113.125");
        await visitor.RegisterAsync(Hosts.Store);
        await PublishAsync(asksEverybody: false);
        Assert.StartsWith(Hosts.Portal, await GoAsync(visitor, Hosts.Portal + "/"), StringComparison.Ordinal);

        var asked = await PublishAsync(asksEverybody: true);
        foreach (var host in (string[])[Hosts.Store, Hosts.Portal])
        {
            visitor.Forget(host, host == Hosts.Store ? "__Host-store" : "__Host-portal");
            Assert.StartsWith(Hosts.Identity + "/account/terms", await GoAsync(visitor, host + "/signin"), StringComparison.Ordinal);
        }

        var (address, page) = await visitor.FollowAsync(new(Hosts.Store + "/signin?returnUrl=/cart"));
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains($"We agree on {asked}.", text, StringComparison.Ordinal);
        Assert.Contains("I do not agree: sign me out", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(Hosts.Identity + "/account/privacy")).StatusCode); // who says no can still take the data and go

        var old = await visitor.SubmitAsync(address, page, ("terms", $"{asked - 1}"));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        var (back, _) = await visitor.FollowAsync(address, await visitor.SubmitAsync(address, page, ("terms", $"{asked}")));

        Assert.Equal(Hosts.Store + "/cart", back.AbsoluteUri);
        Assert.Equal([$"{asked} Asked"], (await AgreedAsync(visitor)).Take(1));
        visitor.Forget(Hosts.Portal, "__Host-portal");
        Assert.StartsWith(Hosts.Portal, await GoAsync(visitor, Hosts.Portal + "/signin"), StringComparison.Ordinal); // once is enough
    }

    [Fact]
    public async Task An_app_that_must_not_show_a_page_is_told_that_one_is_needed()
    {
        using var visitor = new Visitor(hosts, "203.0.113.126");
        await visitor.RegisterAsync(Hosts.Store);
        await PublishAsync(asksEverybody: true);
        visitor.Forget(Hosts.Store, "__Host-store");
        var begun = await visitor.GetAsync(Hosts.Store + "/signin");

        var told = await visitor.GetAsync(new Uri(new(Hosts.Store), begun.Headers.Location!).AbsoluteUri + "&prompt=none");

        Assert.Contains("error=interaction_required", told.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_of_somebodys_data_has_what_they_agreed_to()
    {
        using var visitor = new Visitor(hosts, "203.0.113.127");
        await visitor.RegisterAsync(Hosts.Store);
        var address = new Uri(Hosts.Identity + "/account/privacy");
        var fields = await Visitor.FieldsAsync(await visitor.GetAsync(address.AbsoluteUri));
        await visitor.SendAsync(HttpMethod.Post, Hosts.Identity + "/account/privacy/data/ask", new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

        HttpResponseMessage file;
        for (var tries = 0; (file = await visitor.GetAsync(Hosts.Identity + "/account/privacy/data")).StatusCode != HttpStatusCode.OK && tries < 100; tries++)
        {
            await Task.Delay(200);
        }

        using var zip = new ZipArchive(await file.Content.ReadAsStreamAsync());
        var agreements = await new StreamReader(zip.GetEntry("legal.agreements.json")!.Open()).ReadToEndAsync();
        Assert.Contains("Register", agreements, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_version_is_readable_in_the_store_and_brings_no_markup()
    {
        var version = await PublishAsync(asksEverybody: false, "# Terms <i>now</i>\n\nSee [this](javascript:alert(1)) and <script>alert(2)</script> and [that](/cookies).");
        using var guest = new Visitor(hosts, "203.0.113.128");

        var page = await ReadAsync(guest, Hosts.Store + $"/terms?version={version}");
        Assert.Contains("Terms &lt;i&gt;now&lt;/i&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(2)", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/cookies\">that</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.OrdinalIgnoreCase);
        var first = await ReadAsync(guest, Hosts.Store + "/terms?version=1");
        Assert.Contains("This is an older version.", first, StringComparison.Ordinal);
        Assert.Contains("noindex", first, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync(Hosts.Store + "/terms?version=4711")).StatusCode);
        foreach (var path in (string[])["/", "/privacy", "/cookies"])
        {
            Assert.Contains("href=\"/terms\"", await ReadAsync(guest, Hosts.Store + path), StringComparison.Ordinal);
        }

        Assert.Contains($"href=\"{Hosts.Store}/privacy\"", await ReadAsync(guest, Hosts.Identity + "/signin"), StringComparison.Ordinal);
    }

    private static async Task<string> GoAsync(Visitor visitor, string address) => (await visitor.FollowAsync(new(address))).Address.AbsoluteUri;

    private static async Task<string> ReadAsync(Visitor visitor, string address) => await (await visitor.GetAsync(address)).Content.ReadAsStringAsync();

    /// <summary>As an administrator publishes it, and the API's own tests try.</summary>
    private async Task<int> PublishAsync(bool asksEverybody, string? body = null) => (int)(await ScalarAsync(
        """
        insert into legal.versions (text_id, number, body, asks_everybody, published_at)
        select v.text_id, max(v.number) + 1, coalesce($2, format('We agree on %s.', max(v.number) + 1)), $1, now() from legal.versions v join legal.texts t on t.id = v.text_id where t.kind = 'Terms' group by v.text_id
        returning number
        """, asksEverybody, (object?)body ?? DBNull.Value))!;

    private async Task<int> CurrentAsync() => (int)(await ScalarAsync("select max(v.number) from legal.versions v join legal.texts t on t.id = v.text_id where t.kind = 'Terms'"))!;

    private async Task<string[]> AgreedAsync(Visitor visitor) => (string[])(await ScalarAsync(
        "select coalesce(array_agg(a.version || ' ' || a.place order by a.version desc), '{}') from legal.agreements a join identity.users u on u.id = a.user_id where u.email = $1", visitor.Email))!;

    private async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(hosts.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new() { Value = value });
        }

        return await command.ExecuteScalarAsync();
    }
}
