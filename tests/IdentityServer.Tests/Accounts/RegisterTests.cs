using System.Net;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Accounts;

[Collection(nameof(IdentityApp))]
public sealed class RegisterTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _here = new();
    private readonly Browser _there = new();
    private readonly string _email = $"{Guid.CreateVersion7():N}@example.test";

    private Uri Form { get; } = new(app.Url + "/register?returnUrl=%2Faccount");
    private Uri CodePage { get; } = new(app.Url + "/register/code?returnUrl=%2Faccount");

    public Task InitializeAsync() => app.CreateOutboxAsync();

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task A_code_opens_the_account_confirms_its_address_signs_in_and_leads_back()
    {
        var asked = await PostAsync(("phone", "98765 43210"));
        Assert.Equal(CodePage.PathAndQuery, asked.Headers.Location!.OriginalString);
        Assert.Equal(0L, await CountAsync("users"));
        Assert.Equal(HttpStatusCode.SeeOther, (await _here.GetAsync(app.Url + "/account")).StatusCode);
        var code = await CodeAsync();

        Assert.Equal("/account", await GiveAsync(_here, $"{code[..3]} {code[3..]}"));

        Assert.Contains("Asha Rao", await (await _here.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var user = await app.WithDbAsync(db => db.Users.SingleAsync(u => u.Email == _email));
        Assert.Equal(7, user.Id.Version);
        Assert.Equal(("+919876543210", false, true), (user.PhoneNumber, user.PhoneNumberConfirmed, user.EmailConfirmed));
        Assert.Equal("{customer}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{user.Id}'"));
        Assert.NotNull(await app.SqlAsync($"SELECT last_sign_in_at FROM identity.user_directory WHERE id = '{user.Id}'"));
        Assert.Equal(HttpStatusCode.SeeOther, (await _there.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(0L, await app.SqlAsync($"SELECT count(*) FROM identity.address_codes WHERE holder_id = '{user.Id}'"));
    }

    [Theory]
    [InlineData("fullName", "")]
    [InlineData("fullName", "   ")]
    [InlineData("fullName", "A\u0085B")]
    [InlineData("fullName", "A\uFFFEB")]
    [InlineData("email", "a\uFFFE@example.test")]
    [InlineData("email", "")]
    [InlineData("email", "asha")]
    [InlineData("email", "asha@home")]
    [InlineData("email", "a b@example.test")]
    [InlineData("email", "<a@example.test>")]
    [InlineData("email", "Asha <a@example.test>")]
    [InlineData("email", "a@example.test,b@example.test")]
    [InlineData("phone", "12")]
    [InlineData("phone", "+0 123 456 789")]
    [InlineData("phone", "call me")]
    [InlineData("password", "")]
    [InlineData("password", "short12")]
    [InlineData("password", "password")]
    [InlineData("password", "P@ssw0rd123!")]
    [InlineData("password", "12345678")]
    [InlineData("password", "aaaaaaaaaa")]
    [InlineData("password", "abcdefghij")]
    [InlineData("password", "Marketplace1")]
    [InlineData("password", "Asha Rao2026")]
    public async Task Says_at_the_field_what_is_wrong_and_keeps_what_was_typed(string field, string value)
    {
        var response = await PostAsync((field, value));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        var input = Assert.Single(page.QuerySelectorAll("input[aria-invalid=true]"));
        Assert.Equal(field, input.GetAttribute("name"));
        Assert.NotNull(page.GetElementById(input.GetAttribute("aria-describedby")!.Split(' ')[^1]));
        Assert.NotNull(page.QuerySelector("#errors[role=alert]"));
        Assert.Null(page.QuerySelector("input[name=password]")!.GetAttribute("value"));
        if (field != "email")
        {
            Assert.Equal(_email, page.QuerySelector("input[name=email]")!.GetAttribute("value"));
        }

        Assert.Equal(0L, await app.SqlAsync("SELECT count(*) FROM shared.outbox"));
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused_without_a_failure_of_ours() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(("fullName", "A\u0000B"))).StatusCode);

    [Theory]
    [InlineData("correct lantern quay")]
    [InlineData("पासवर्ड के लिए")]
    [InlineData("vK3#tidepool")]
    [InlineData("        8 spaces")]
    public async Task Takes_any_characters(string password)
    {
        await PostAsync(("password", password));
        await GiveAsync(_here, await CodeAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await _there.SignInAsync(app, _email, password)).StatusCode);
    }

    [Fact]
    public async Task Too_long_a_password_is_refused_kindly() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(("password", new string('x', 64) + new string('y', 65)))).StatusCode);

    [Fact]
    public async Task What_was_typed_lies_on_the_server_and_the_password_nowhere()
    {
        await PostAsync(("password", "Tide pools by noon"));

        var cookies = string.Join(' ', _here.Cookies.GetAllCookies().Select(c => Uri.UnescapeDataString(c.Value)));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", _here.Cookies.GetCookies(Form)["marketplace.identity.registration"]!.Value);
        Assert.DoesNotContain(_email, cookies, StringComparison.OrdinalIgnoreCase);
        var row = (string)(await app.SqlAsync($"SELECT row_to_json(r)::text FROM identity.registrations r WHERE email = '{_email}'"))!;
        Assert.DoesNotContain("Tide pools", row + cookies, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_here.Cookies.GetCookies(Form)["marketplace.identity.registration"]!.Value, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_good_for_ten_minutes_and_five_tries_and_a_new_one_replaces_it()
    {
        await PostAsync();
        var first = await CodeAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("400", await GiveAsync(_here, first));

        var again = await _here.SubmitAsync(await _here.GetAsync(CodePage.AbsoluteUri), CodePage, "/register/code/new");
        Assert.Equal(CodePage.PathAndQuery + "&done=sent", again.Headers.Location!.OriginalString);
        var second = await CodeAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GiveAsync(_here, Other(second))));
        Assert.Equal("400", await GiveAsync(_here, second));

        await _here.SubmitAsync(await _here.GetAsync(CodePage.AbsoluteUri), CodePage, "/register/code/new");
        Assert.Equal("/account", await GiveAsync(_here, await CodeAsync()));
        Assert.Equal(1L, await CountAsync("users"));
    }

    [Fact]
    public async Task Who_comes_after_an_hour_or_from_another_browser_types_it_once_more()
    {
        await PostAsync();
        var code = await CodeAsync();
        var page = await _here.GetAsync(CodePage.AbsoluteUri);

        Assert.Equal("/register?returnUrl=%2Faccount&done=late", (await _there.GetAsync(CodePage.AbsoluteUri)).Headers.Location!.OriginalString);
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        var late = await _here.SubmitAsync(page, CodePage, ("code", code));

        Assert.Equal("/register?returnUrl=%2Faccount&done=late", late.Headers.Location!.OriginalString);
        Assert.Contains("longer than an hour", await (await _here.GetAsync(new Uri(CodePage, late.Headers.Location).AbsoluteUri)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await CountAsync("users"));
    }

    [Fact]
    public async Task A_wrong_address_is_changed_without_typing_the_rest_anew()
    {
        await PostAsync(("email", "slip-" + _email), ("phone", "98765 43210"));
        var slip = await app.CodeAsync("slip-" + _email);
        using var shown = await new HtmlParser().ParseDocumentAsync(await (await _here.GetAsync(CodePage.AbsoluteUri)).Content.ReadAsStringAsync());
        var form = new Uri(Form, shown.QuerySelectorAll("a").Single(a => a.TextContent == "Change it").GetAttribute("href"));

        using var typed = await new HtmlParser().ParseDocumentAsync(await (await _here.GetAsync(form.AbsoluteUri)).Content.ReadAsStringAsync());
        Assert.Equal(["Asha Rao", "slip-" + _email, "+919876543210", null], ((string[])["fullName", "email", "phone", "password"]).Select(n => typed.QuerySelector($"input[name={n}]")!.GetAttribute("value")));
        await _here.SubmitAsync(await _here.GetAsync(form.AbsoluteUri), form, ("email", _email), ("password", Browser.Password));

        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.registrations WHERE email IN ('{_email}', 'slip-{_email}')"));
        var right = await CodeAsync();
        Assert.Equal(slip == right ? "/account" : "400", await GiveAsync(_here, slip));
        Assert.Equal("/account", await GiveAsync(_here, right));
        Assert.Equal(_email, await app.SqlAsync($"SELECT string_agg(email, ' ') FROM identity.users WHERE email IN ('{_email}', 'slip-{_email}')"));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_signs_in_and_going_back_leads_on()
    {
        await PostAsync();
        var (page, code) = (await _here.GetAsync(CodePage.AbsoluteUri), await CodeAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _here.SubmitAsync(page, CodePage, "/register/code", ("code", code))));

        Assert.All(answers, a => Assert.Equal("/account", a.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await _here.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal(1L, await CountAsync("users"));
        Assert.Equal("/account", (await _here.GetAsync(CodePage.AbsoluteUri)).Headers.Location!.OriginalString);
        Assert.Equal("/account", (await _here.SubmitAsync(page, CodePage, "/register/code", ("code", code))).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_code_that_was_given_signs_nobody_in_later()
    {
        await PostAsync();
        var (page, code, cookie) = (await _here.GetAsync(CodePage.AbsoluteUri), await CodeAsync(), _here.Cookies.GetCookies(Form)["marketplace.identity.registration"]!.Value);
        await GiveAsync(_here, code);
        await _here.SubmitAsync(await _here.GetAsync(app.Url + "/signout"), new(app.Url + "/signout"));
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        _here.Cookies.Add(new Cookie("marketplace.identity.registration", cookie, "/", "localhost"));

        Assert.Equal("/register?returnUrl=%2Faccount&done=late", (await _here.SubmitAsync(page, CodePage, "/register/code", ("code", code))).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await _here.GetAsync(app.Url + "/account")).StatusCode);
    }

    [Fact]
    public async Task Parallel_registrations_of_one_address_open_one_account()
    {
        var browsers = Enumerable.Range(0, 50).Select(_ => new Browser()).ToList();
        var asked = await Task.WhenAll(browsers.Select(b => PostAsync(b)));
        Assert.Equal(5, asked.Count(a => a.StatusCode == HttpStatusCode.SeeOther)); // so many codes an hour
        Assert.Equal(45, asked.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests && a.Headers.RetryAfter is not null));
        var digits = (string)(await app.SqlAsync($"SELECT string_agg(payload->>'code', ' ') FROM shared.outbox WHERE payload->>'recipient' = '{_email}'"))!;
        Assert.Equal(5, digits.Split(' ').Length);
        var begun = browsers.Zip(asked).Where(b => b.Second.StatusCode == HttpStatusCode.SeeOther).Select(b => b.First).ToList();

        var answers = await Task.WhenAll(begun.Select(async b => await GiveFirstThatFitsAsync(b, digits.Split(' '))));

        Assert.Single(answers, "/account");
        Assert.Equal(4, answers.Count(a => a == "/signin?returnUrl=%2Faccount&done=known"));
        var account = await app.WithDbAsync(db => db.Users.SingleAsync(u => u.Email == _email));
        Assert.Equal((0, (DateTimeOffset?)null), (account.AccessFailedCount, account.LockoutEnd));
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task Tells_the_marketplace_in_the_same_transaction()
    {
        await PostAsync();
        Assert.Null(await app.SqlAsync("SELECT payload::text FROM shared.outbox WHERE name <> ''"));
        await GiveAsync(_here, await CodeAsync());

        Assert.Equal($"user.registered Marketplace.Domain.Identity.UserRegistered {_email} Asha Rao", await app.SqlAsync(
            "SELECT o.name || ' ' || o.type || ' ' || (o.payload->>'email') || ' ' || (o.payload->>'fullName') FROM shared.outbox o JOIN identity.users u ON u.id = o.stream_id AND u.id = (o.payload->>'userId')::uuid WHERE o.name <> ''"));
        var happened = System.Text.Json.JsonSerializer.Deserialize<Domain.Identity.UserRegistered>(
            (string)(await app.SqlAsync("SELECT payload::text FROM shared.outbox WHERE name <> ''"))!, Infrastructure.Shared.EventTypes.Json);
        Assert.Equal(_email, happened!.Email);
    }

    [Fact]
    public async Task The_demos_people_can_sign_in_and_seeding_twice_changes_nothing()
    {
        var (id, file) = (Guid.CreateVersion7(), Path.GetTempFileName());
        await File.WriteAllTextAsync(file, $$"""[{"id":"{{id}}","email":"{{_email}}","fullName":"Asha Rao","phone":"+91 90000 10001","roles":["admin"],"password":"Tarapet-2026","note":"x"}]""");
        for (var i = 0; i < 2; i++)
        {
            await using var scope = app.Services.CreateAsyncScopeOf(out SeedDemoUsers seed);
            Assert.Equal(1, await seed.RunAsync(file, CancellationToken.None));
        }

        File.Delete(file);
        Assert.Equal(HttpStatusCode.SeeOther, (await _here.SignInAsync(app, _email, "Tarapet-2026")).StatusCode);
        Assert.Equal("{admin,customer}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{id}'"));
    }

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    private Task<string> CodeAsync() => app.CodeAsync(_email, "register");

    private Task<object?> CountAsync(string table) => app.SqlAsync($"SELECT count(*) FROM identity.{table} WHERE email = '{_email}'");

    private Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] changes) => PostAsync(_here, changes);

    private async Task<HttpResponseMessage> PostAsync(Browser browser, params (string Name, string Value)[] changes)
    {
        (string, string)[] values = [("fullName", "Asha Rao"), ("email", _email), ("password", Browser.Password), .. changes];
        return await browser.SubmitAsync(await browser.GetAsync(Form.AbsoluteUri), Form, values);
    }

    /// <returns>Where it leads; the status where it leads nowhere.</returns>
    private async Task<string> GiveAsync(Browser browser, string code)
    {
        var answer = await browser.SubmitAsync(await browser.GetAsync(CodePage.AbsoluteUri), CodePage, "/register/code", ("code", code));
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    /// <summary>For who does not know which of the mails was theirs: there are as many as tries.</summary>
    private async Task<string> GiveFirstThatFitsAsync(Browser browser, IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
        {
            if (await GiveAsync(browser, code) is not "400" and var place)
            {
                return place;
            }
        }

        return "";
    }
}
