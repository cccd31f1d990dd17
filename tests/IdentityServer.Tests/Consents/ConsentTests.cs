using System.Net;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Consents;

/// <summary>An application of others does nothing for a person who was not asked.</summary>
[Collection(nameof(IdentityApp))]
public sealed class ConsentTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private OtherApp _other = null!;

    public async Task InitializeAsync()
    {
        await _browser.RegisterAsync(app);
        _other = await OtherApp.MakeAsync(app, "Orders <b>&</b> more");
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Asks_in_plain_words_and_remembers_the_answer()
    {
        var page = await _browser.GetAsync(_other.AuthorizeUrl());
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var text = document.QuerySelector("main")!.TextContent;

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("Let Orders <b>&</b> more in?", document.QuerySelector("h1")!.TextContent);
        Assert.All((string[])["orders.example", "See your orders", "Know that it is you", "30 days", "not reviewed"], words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.DoesNotContain("orders.read", text, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://orders.example;", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        var tokens = await _other.TokensAsync(_browser);
        Assert.Equal("openid offline_access orders.read", (string?)tokens["scope"]);
        Assert.Contains("code", _other.Read(await _browser.GetAsync(_other.AuthorizeUrl())).Keys);
        Assert.Contains("code", _other.Read(await _browser.GetAsync(_other.AuthorizeUrl(("scope", "orders.read openid"), ("prompt", "none")))).Keys);
    }

    [Fact]
    public async Task Says_by_the_phone_whose_account_it_is_when_there_is_no_mail_address()
    {
        using var browser = new Browser();
        var email = await browser.RegisterAsync(app);
        var number = "+9190" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(email, await (await browser.GetAsync(_other.AuthorizeUrl())).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.SqlAsync($"UPDATE identity.users SET email = NULL, normalized_email = NULL, phone_number = '{number}', phone_number_confirmed = true WHERE email = '{email}'");

        var page = await browser.GetAsync(_other.AuthorizeUrl());
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());

        Assert.Contains($"You are signed in as {number}.", document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_others_says_nothing_of_the_person_but_who_it_is()
    {
        var access = ((string)(await _other.TokensAsync(_browser))["access_token"]!).Split('.')[1];
        Assert.True(Marketplace.Tokens.Base64UrlText.TryDecode(access, out var json));
        var claims = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();

        Assert.Equal(["aud", "client_id", "exp", "gid", "iat", "iss", "jti", "scope", "sub"], claims.Select(c => c.Key).Order());
    }

    [Fact]
    public async Task Asks_again_for_more_and_marks_it()
    {
        await _other.AskAsync(_browser);
        const string More = "openid offline_access orders.read orders.write";

        Assert.Equal("consent_required", _other.Read(await _browser.GetAsync(_other.AuthorizeUrl(("scope", More), ("prompt", "none"))))["error"]);
        var page = await _browser.GetAsync(_other.AuthorizeUrl(("scope", More)));
        using var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var added = Assert.Single(document.QuerySelectorAll("main li"), li => li.TextContent.Contains("New", StringComparison.Ordinal));
        Assert.Contains("Order for you", added.TextContent, StringComparison.Ordinal);

        Assert.Contains("code", (await _other.AskAsync(_browser, "allow", ("scope", More))).Keys);
        Assert.Contains("code", _other.Read(await _browser.GetAsync(_other.AuthorizeUrl(("scope", More)))).Keys);
    }

    [Fact]
    public async Task A_no_is_told_to_the_application_and_is_not_remembered()
    {
        var answer = await _other.AskAsync(_browser, "refuse");

        Assert.Equal("access_denied", answer["error"]);
        Assert.DoesNotContain("code", answer.Keys);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(_other.AuthorizeUrl())).StatusCode);
    }

    [Fact]
    public async Task Prompt_none_never_asks_and_prompt_consent_always()
    {
        Assert.Equal("consent_required", _other.Read(await _browser.GetAsync(_other.AuthorizeUrl(("prompt", "none"))))["error"]);
        await _other.AskAsync(_browser);
        Assert.Contains("code", _other.Read(await _browser.GetAsync(_other.AuthorizeUrl(("prompt", "none")))).Keys);

        Assert.Contains("code", (await _other.AskAsync(_browser, "allow", ("prompt", "consent"))).Keys);
        Assert.Contains("code=", (await _browser.GetAsync(new StoreClient(app).AuthorizeUrl(("prompt", "consent")))).Headers.Location!.Query, StringComparison.Ordinal); // ours never asks
    }

    [Fact]
    public async Task The_answer_is_about_what_was_shown_whatever_the_form_says()
    {
        var address = new Uri(_other.AuthorizeUrl());
        var answer = _other.Read(await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address, "/consent",
            ("answer", "allow"), ("scope", "openid orders.write"), ("redirect_uri", "https://evil.example/"), ("client_id", "store"), ("state", "b")));

        Assert.Equal("openid offline_access orders.read", (string?)(await StoreClient.JsonAsync(await _other.ExchangeAsync(answer["code"])))["scope"]);
    }

    [Fact]
    public async Task A_forged_or_missing_ticket_gets_a_page()
    {
        var address = new Uri(_other.AuthorizeUrl());
        var page = await _browser.GetAsync(address.AbsoluteUri);
        foreach (var ticket in (string[])["", "garbage", new string('A', 500)])
        {
            var response = await _browser.SubmitAsync(page, address, "/consent", ("answer", "allow"), ("ticket", ticket));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Null(response.Headers.Location);
        }
    }

    [Fact]
    public async Task A_question_is_answered_by_the_session_that_saw_it()
    {
        using var other = new Browser();
        await other.RegisterAsync(app);
        var theirs = await TicketAsync(other);
        var address = new Uri(_other.AuthorizeUrl());

        var response = await _browser.SubmitAsync(await _browser.GetAsync(address.AbsoluteUri), address, "/consent", ("answer", "allow"), ("ticket", theirs));

        Assert.StartsWith("/connect/authorize?", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(app.Url + response.Headers.Location.OriginalString)).StatusCode); // asked anew
    }

    [Fact]
    public async Task An_application_that_was_switched_off_meanwhile_gets_nothing()
    {
        var address = new Uri(_other.AuthorizeUrl());
        var page = await _browser.GetAsync(address.AbsoluteUri);
        await app.SqlAsync($"UPDATE identity.clients SET is_enabled = false WHERE id = '{_other.Id}'");

        var response = await _browser.SubmitAsync(page, address, "/consent", ("answer", "allow"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task Before_its_review_an_application_serves_ten_people_and_who_is_in_stays_in()
    {
        await FillAsync(9);
        Assert.Contains("code", (await _other.AskAsync(_browser)).Keys);
        using var eleventh = new Browser();
        await eleventh.RegisterAsync(app);

        Assert.Equal("unauthorized_client", _other.Read(await eleventh.GetAsync(_other.AuthorizeUrl()))["error"]);
        Assert.Contains("code", (await _other.AskAsync(_browser, "allow", ("prompt", "consent"))).Keys);
        await app.WithDbAsync(db => db.Clients.Where(c => c.Id == _other.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Review, ClientReview.Approved)));
        Assert.Contains("code", (await _other.AskAsync(eleventh)).Keys);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_the_tenth()
    {
        await FillAsync(9);
        using var other = new Browser();
        await other.RegisterAsync(app);
        var address = new Uri(_other.AuthorizeUrl());
        var (first, second) = (await _browser.GetAsync(address.AbsoluteUri), await other.GetAsync(address.AbsoluteUri));
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"SELECT 1 FROM identity.clients WHERE id = '{_other.Id}' FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();

        Task<HttpResponseMessage>[] both =
            [_browser.SubmitAsync(first, address, "/consent", ("answer", "allow")), other.SubmitAsync(second, address, "/consent", ("answer", "allow"))];
        await app.WaitForLocksAsync("clients", waiting: 2);
        await held.CommitAsync();

        Assert.Single(await Task.WhenAll(both), answer => _other.Read(answer).ContainsKey("code"));
        Assert.Equal(10L, await app.SqlAsync($"SELECT count(*) FROM identity.consents WHERE client_id = '{_other.Id}'"));
    }

    private async Task<string> TicketAsync(Browser browser)
    {
        using var document = await new HtmlParser().ParseDocumentAsync(await (await browser.GetAsync(_other.AuthorizeUrl())).Content.ReadAsStringAsync());
        return document.QuerySelector("input[name=ticket]")!.GetAttribute("value")!;
    }

    /// <summary>Lets other people in, without a browser each.</summary>
    private Task<object?> FillAsync(int people) => app.SqlAsync(
        $"""
        WITH someone AS (
            INSERT INTO identity.users (id, full_name, created_at, lockout_round, user_name, normalized_user_name, email, normalized_email, email_confirmed,
                phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT id, 'N N', now(), 0, id, upper(id::text), id, upper(id::text), false, false, false, true, 0 FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, {people})) i
            RETURNING id)
        INSERT INTO identity.consents SELECT id, '{_other.Id}', ARRAY['openid'], now(), now() FROM someone
        """);
}
