using System.IO.Compression;
using System.Net;
using Npgsql;

namespace Marketplace.Hosts.Tests;

/// <summary>The parts of the account whose data is at the marketplace: the identity server asks the API in the name of who is signed in.</summary>
[Collection(nameof(Hosts))]
public sealed class AccountPagesTests(Hosts hosts)
{
    [Fact]
    public async Task A_profile_is_kept_and_what_is_wrong_is_said_beside_it()
    {
        using var visitor = new Visitor(hosts, "203.0.113.50");
        await visitor.RegisterAsync(Hosts.Store);
        var username = $"p{Guid.CreateVersion7():N}"[..24];

        var refused = await PostAsync(visitor, "/account/profile", "/account/profile", ("username", "admin"), ("measurements.height", "tall"), ("shownTo", "NOBODY"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Enter a number.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        refused = await PostAsync(visitor, "/account/profile", "/account/profile", ("username", "admin"));
        Assert.Contains("kept for the marketplace itself", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var saved = await PostAsync(
            visitor, "/account/profile", "/account/profile", ("username", username), ("bio", "Likes <rice>."), ("shownTo", "FOLLOWED"), ("unit", "CENTIMETRE"), ("measurements.height", "172,5"));
        Assert.Equal("/account/profile?done=saved", saved.Headers.Location?.OriginalString);
        saved = await PostAsync(visitor, "/account/profile", "/account/profile/name", ("fullName", "Asha Rao-Iyer"));
        Assert.Equal("/account/profile?done=name", saved.Headers.Location?.OriginalString);

        var page = await (await visitor.GetAsync(Hosts.Identity + "/account/profile")).Content.ReadAsStringAsync();
        Assert.All((string[])[username, "Likes &lt;rice&gt;.", "172.5", "Asha Rao-Iyer"], text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_name_and_photo_stand_in_the_header_of_the_store()
    {
        using var visitor = new Visitor(hosts, "203.0.113.57");
        await visitor.RegisterAsync(Hosts.Store);
        Assert.Contains("Account, Asha Rao</span><span class=\"avatar avatar--sm\"", await HeaderAsync(), StringComparison.Ordinal);

        await PostAsync(visitor, "/account/profile", "/account/profile/name", ("fullName", "Nila Menon"));
        await ShowPhotoAsync(visitor);

        var picture = $"Account, Nila Menon</span><img class=\"avatar avatar--sm\" src=\"{Hosts.Api}/media/";
        Assert.Contains(picture, await HeaderAsync(), StringComparison.Ordinal); // what a live message fetches
        Assert.Contains(picture, await (await visitor.GetAsync(Hosts.Store + "/")).Content.ReadAsStringAsync(), StringComparison.Ordinal); // and the next page

        async Task<string> HeaderAsync() => await (await visitor.GetAsync(Hosts.Store + "/account/bell")).Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task First_steps_are_shown_to_who_is_new_until_they_are_done_or_put_away()
    {
        using var visitor = new Visitor(hosts, "203.0.113.58");
        await visitor.RegisterAsync(Hosts.Store);
        Assert.Contains("0 of 4 done", await PageAsync(Hosts.Identity), StringComparison.Ordinal);
        Assert.Contains("Finish setting up", await PageAsync(Hosts.Store), StringComparison.Ordinal);

        await PostAsync(visitor, "/account/notifications", "/account/notifications", ("ORDERS.app", "on"));
        Assert.Contains("1 of 4 done", await PageAsync(Hosts.Identity), StringComparison.Ordinal);
        Assert.Contains("1 of 4 done", await PageAsync(Hosts.Store), StringComparison.Ordinal);

        var away = await PostAsync(visitor, "/account", "/account/first-steps/end");
        Assert.Equal("/account", away.Headers.Location?.OriginalString);
        Assert.DoesNotContain("Finish setting up", await PageAsync(Hosts.Identity), StringComparison.Ordinal);
        Assert.DoesNotContain("Finish setting up", await PageAsync(Hosts.Store), StringComparison.Ordinal);

        async Task<string> PageAsync(string host) => await (await visitor.GetAsync(host + "/account")).Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task First_steps_that_are_all_done_go_by_themselves_and_stay_away()
    {
        using var visitor = new Visitor(hosts, "203.0.113.59");
        await visitor.RegisterAsync(Hosts.Store);
        await ShowPhotoAsync(visitor);
        await PostAsync(visitor, "/account/notifications", "/account/notifications", ("ORDERS.app", "on"));
        await SqlAsync(visitor, "insert into identity.user_passkeys (credential_id, user_id, data) select decode(replace(id::text, '-', ''), 'hex'), id, jsonb_build_object('CreatedAt', now(), 'IsBackedUp', false) from identity.users where email = $1");
        Assert.Contains("3 of 4 done", await PageAsync(), StringComparison.Ordinal);
        await SqlAsync(visitor, "insert into orders.addresses (id, user_id, label, address, is_default, revision) select gen_random_uuid(), id, 'Home', '{}', false, 1 from identity.users where email = $1");

        Assert.DoesNotContain("Finish setting up", await PageAsync(), StringComparison.Ordinal);
        await SqlAsync(visitor, "delete from orders.addresses where user_id = (select id from identity.users where email = $1)");
        Assert.DoesNotContain("Finish setting up", await PageAsync(), StringComparison.Ordinal);

        async Task<string> PageAsync() => await (await visitor.GetAsync(Hosts.Identity + "/account")).Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task The_grant_of_these_pages_ends_with_the_sign_in()
    {
        using var visitor = new Visitor(hosts, "203.0.113.51");
        await visitor.RegisterAsync(Hosts.Store);
        await visitor.GetAsync(Hosts.Identity + "/account/notifications");
        await visitor.GetAsync(Hosts.Identity + "/account/following");
        Assert.Equal(1L, await GrantsAsync(visitor, "true")); // one for the sign-in, not for each page
        Assert.Equal(1L, await GrantsAsync(visitor, "g.revoked_at is null"));

        await PostAsync(visitor, "/account", "/signout");

        Assert.Equal(0L, await GrantsAsync(visitor, "g.revoked_at is null"));
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.GetAsync(Hosts.Identity + "/account/profile")).StatusCode);
    }

    [Fact]
    public async Task A_choice_of_news_is_kept()
    {
        using var visitor = new Visitor(hosts, "203.0.113.52");
        await visitor.RegisterAsync(Hosts.Store);

        var saved = await PostAsync(visitor, "/account/notifications", "/account/notifications", ("ORDERS.app", "on"), ("WORK.app", "on"));

        Assert.Equal("/account/notifications?done=saved", saved.Headers.Location?.OriginalString);
        var page = await (await visitor.GetAsync(Hosts.Identity + "/account/notifications")).Content.ReadAsStringAsync();
        Assert.Contains("name=\"ORDERS.app\" checked", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"ORDERS.mail\" checked", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_learn_and_advertising_are_off_until_they_are_chosen()
    {
        using var visitor = new Visitor(hosts, "203.0.113.54");
        await visitor.RegisterAsync(Hosts.Store);
        Assert.DoesNotContain("name=\"presence\" checked", await PageAsync("/account/privacy"), StringComparison.Ordinal);
        var choices = await PageAsync("/account/notifications");
        Assert.DoesNotContain("name=\"on\" checked", choices, StringComparison.Ordinal);
        Assert.Contains("Nothing yet", await PageAsync("/account/activity"), StringComparison.Ordinal);

        Assert.Equal("/account/privacy?done=shared", (await PostAsync(visitor, "/account/privacy", "/account/privacy/sharing", ("presence", "on"))).Headers.Location?.OriginalString);
        var refused = await PostAsync(visitor, "/account/notifications", "/account/notifications/marketing", ("on", "on"), ("textVersion", "another"));
        Assert.Contains("The text that you agree to has changed.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var version = System.Text.RegularExpressions.Regex.Match(choices, "name=\"textVersion\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal("/account/notifications?done=saved", (await PostAsync(visitor, "/account/notifications", "/account/notifications/marketing", ("on", "on"), ("textVersion", version))).Headers.Location?.OriginalString);

        var privacy = await PageAsync("/account/privacy");
        Assert.Contains("name=\"presence\" checked", privacy, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"activity\" checked", privacy, StringComparison.Ordinal);
        Assert.Contains("name=\"on\" checked", await PageAsync("/account/notifications"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(Hosts.Identity + "/account/people/nobody.of.this.name")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.GetAsync(Hosts.Identity + "/account/activity?cursor=nonsense")).StatusCode);

        async Task<string> PageAsync(string path) => await (await visitor.GetAsync(Hosts.Identity + path)).Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_person_takes_a_copy_and_goes_and_comes_back()
    {
        using var visitor = new Visitor(hosts, "203.0.113.53");
        await visitor.RegisterAsync(Hosts.Store);

        var asked = await PostAsync(visitor, "/account/privacy", "/account/privacy/data/ask");
        Assert.Equal("/account/privacy?done=asked", asked.Headers.Location?.OriginalString);
        HttpResponseMessage file;
        for (var tries = 0; (file = await visitor.GetAsync(Hosts.Identity + "/account/privacy/data")).StatusCode != HttpStatusCode.OK && tries < 100; tries++)
        {
            await Task.Delay(200);
        }

        using var zip = new ZipArchive(await file.Content.ReadAsStreamAsync());
        var user = await new StreamReader(zip.GetEntry("identity.users.json")!.Open()).ReadToEndAsync();
        Assert.Contains(visitor.Email, user, StringComparison.Ordinal);
        Assert.DoesNotContain("password_hash", user, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(visitor, "/account/privacy", "/account/privacy/delete", ("confirmation", "yes"))).StatusCode);
        Assert.Equal("/account/privacy?done=leaving", (await PostAsync(visitor, "/account/privacy", "/account/privacy/delete", ("confirmation", "delete my account"))).Headers.Location?.OriginalString);
        Assert.Contains("will be deleted", await (await visitor.GetAsync(Hosts.Identity + "/account/privacy")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/account/privacy?done=kept", (await PostAsync(visitor, "/account/privacy", "/account/privacy/keep")).Headers.Location?.OriginalString);
        Assert.DoesNotContain("will be deleted on", await (await visitor.GetAsync(Hosts.Identity + "/account/privacy")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PostAsync(Visitor visitor, string page, string action, params (string Name, string Value)[] values)
    {
        var fields = (await Visitor.FieldsAsync(await visitor.GetAsync(Hosts.Identity + page))).Where(f => values.All(v => v.Name != f.Name)).Concat(values);
        return await visitor.SendAsync(HttpMethod.Post, Hosts.Identity + action, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
    }

    private static async Task ShowPhotoAsync(Visitor visitor)
    {
        using var upload = new MultipartFormDataContent { { new ByteArrayContent(Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")), "file", "me.gif" } };
        foreach (var (name, value) in await Visitor.FieldsAsync(await visitor.GetAsync(Hosts.Identity + "/account/profile")))
        {
            upload.Add(new StringContent(value), name);
        }

        Assert.Equal("/account/profile?done=photo", (await visitor.SendAsync(HttpMethod.Post, Hosts.Identity + "/account/profile/photo", upload)).Headers.Location?.OriginalString);
    }

    private Task<object?> GrantsAsync(Visitor visitor, string which) =>
        SqlAsync(visitor, $"select count(*) from identity.grants g join identity.users u on u.id = g.user_id where g.client_id = 'account' and u.email = $1 and {which}");

    /// <param name="sql">In which <c>$1</c> is the visitor's address.</param>
    private async Task<object?> SqlAsync(Visitor visitor, string sql)
    {
        await using var connection = new NpgsqlConnection(hosts.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = visitor.Email });
        return await command.ExecuteScalarAsync();
    }
}
