using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Tests.Entrance;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Administration;

/// <summary>A name, a mail address or a number that an administrator sets right.</summary>
[Collection(nameof(IdentityApp))]
public sealed class CorrectTests(IdentityApp app) : IAsyncLifetime
{
    private static readonly Guid Actor = Guid.CreateVersion7();
    private readonly Browser _browser = new();
    private readonly StoreClient _store = new(app);
    private readonly string _right = $"{Guid.CreateVersion7():N}@example.test";
    private readonly string _number = EnterTests.NewNumber();
    private string _email = "";
    private Guid _id;

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _email = await _browser.RegisterAsync(app);
        _id = (Guid)(await app.SqlAsync($"SELECT id FROM identity.users WHERE email = '{_email}'"))!;
        await app.SqlAsync("DELETE FROM shared.outbox");
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return app.DropOutboxAsync();
    }

    [Fact]
    public async Task A_new_mail_address_is_unproved_both_are_told_and_the_old_one_can_take_it_back()
    {
        await CorrectAsync("Asha Menon", _right, null);

        Assert.Equal("Asha Menon|false", await app.SqlAsync($"SELECT full_name || '|' || email_confirmed FROM identity.users WHERE email = '{_right}' AND normalized_user_name = upper('{_right}')"));
        Assert.Equal(_email, await app.SqlAsync("SELECT payload->>'recipient' FROM shared.outbox WHERE type LIKE '%.AddressChanged'"));
        Assert.Equal($"address-corrected {_right}", await app.SqlAsync("SELECT (payload->>'change') || ' ' || (payload->>'recipient') FROM shared.outbox WHERE type LIKE '%.AccountKeysChanged'"));
        Assert.Equal("Asha Menon", await app.SqlAsync("SELECT payload->>'fullName' FROM shared.outbox WHERE name = 'user.updated'"));
        var change = (await AccountAsync())["changes"]![0]!;
        Assert.Equal(("corrected", "name, mail address: A slip of the pen"), ((string)change["action"]!, (string)change["detail"]!)); // what, and never the address itself: nothing there is ever erased
        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SignInAsync(app, _right)).StatusCode);

        var undo = new Uri((string)(await app.SqlAsync("SELECT payload->>'undo' FROM shared.outbox WHERE type LIKE '%.AddressChanged'"))!);
        await _browser.SubmitAsync(await _browser.GetAsync(undo.AbsoluteUri), undo, ("token", undo.Query["?token=".Length..]));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE id = '{_id}' AND email = '{_email}' AND email_confirmed"));
    }

    [Fact]
    public async Task An_old_address_that_was_never_confirmed_is_told_but_takes_nothing_back()
    {
        await app.SqlAsync($"UPDATE identity.users SET email_confirmed = false WHERE id = '{_id}'");

        await CorrectAsync("Asha Rao", _right, null);

        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE type LIKE '%.AddressChanged'")); // it may be a stranger's
        Assert.Equal(
            $"address-corrected {_right}, address-corrected-away {_email}",
            await app.SqlAsync("SELECT string_agg((payload->>'change') || ' ' || (payload->>'recipient'), ', ' ORDER BY payload->>'change') FROM shared.outbox WHERE type LIKE '%.AccountKeysChanged'"));
    }

    [Fact]
    public async Task Codes_that_were_on_their_way_to_the_old_mailbox_are_void()
    {
        var forgot = new Uri(app.Url + "/forgot");
        var reset = await _browser.SubmitAsync(await _browser.GetAsync(forgot.AbsoluteUri), forgot, ("email", _email));
        var code = await app.CodeAsync(_email, "reset");
        await CorrectAsync("Asha Rao", _right, null);

        await _browser.SubmitAsync(reset, new(app.Url + "/reset"), ("email", _right), ("code", code), ("next", "another lantern over the quay"));

        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SignInAsync(app, _right)).StatusCode); // the password is the old one
    }

    [Fact]
    public async Task A_new_number_is_unproved_and_the_old_one_can_take_it_back()
    {
        await app.SqlAsync($"UPDATE identity.users SET phone_number = '{_number}', phone_number_confirmed = true WHERE id = '{_id}'");

        await CorrectAsync("Asha Rao", _email, "98765 43210");

        Assert.Equal("+919876543210|false", await app.SqlAsync($"SELECT phone_number || '|' || phone_number_confirmed FROM identity.users WHERE id = '{_id}'"));
        Assert.Equal(_number, await app.SqlAsync("SELECT payload->>'recipient' FROM shared.outbox WHERE type LIKE '%.AddressChanged'"));
        Assert.Equal($"phone-corrected {_email}", await app.SqlAsync("SELECT (payload->>'change') || ' ' || (payload->>'recipient') FROM shared.outbox WHERE type LIKE '%.AccountKeysChanged'"));
    }

    [Fact]
    public async Task An_address_that_opens_another_account_and_no_address_at_all_are_refused_and_nothing_is_changed()
    {
        using var neighbour = new Browser();
        var theirs = await neighbour.RegisterAsync(app);
        await app.SqlAsync("DELETE FROM shared.outbox");

        Assert.Equal("address_taken", await RefusedAsync("Asha Menon", theirs, null));
        Assert.Equal("no_address", await RefusedAsync("Asha Menon", null, null));
        Assert.Equal("no_address", await RefusedAsync("Asha Menon", null, _number)); // nobody has shown to hold it
        Assert.Equal("unfit", await RefusedAsync(" ", _email, null));
        Assert.Equal("unfit", await RefusedAsync("Asha Menon", "no address", null));
        Assert.Equal("unfit", await RefusedAsync("Asha Menon", _email, "12"));

        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE id = '{_id}' AND full_name = 'Asha Rao' AND email = '{_email}'"));
        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox"));
        Assert.Empty((await AccountAsync())["changes"]!.AsArray());
    }

    [Fact]
    public async Task What_is_right_already_is_left_alone()
    {
        await CorrectAsync("Asha Rao", _email.ToUpperInvariant(), "");

        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox"));
        Assert.Empty((await AccountAsync())["changes"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, Guid.CreateVersion7(), "/correct", Body("Nobody", _right, null))).StatusCode);
    }

    private async Task CorrectAsync(string name, string? email, string? phone) => Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Post, _id, "/correct", Body(name, email, phone))).StatusCode);

    private async Task<string?> RefusedAsync(string name, string? email, string? phone)
    {
        var refused = await SendAsync(HttpMethod.Post, _id, "/correct", Body(name, email, phone));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        return await StoreClient.ErrorAsync(refused);
    }

    private static object Body(string name, string? email, string? phone) => new { actor = Actor, fullName = name, email, phone, reason = "A slip of the pen" };

    private async Task<JsonObject> AccountAsync() => await StoreClient.JsonAsync(await SendAsync(HttpMethod.Get, _id, "", null));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Guid id, string action, object? body)
    {
        var machine = new Dictionary<string, string?> { ["grant_type"] = "client_credentials", ["scope"] = "accounts.manage" };
        var token = (string)(await StoreClient.JsonAsync(await _store.TokenAsync(machine, "api", IdentityApp.ApiSecret)))["access_token"]!;
        using var request = new HttpRequestMessage(method, $"{app.Url}/manage/users/{id}{action}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await StoreClient.Http.SendAsync(request);
    }
}
