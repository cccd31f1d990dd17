using System.Net;
using AngleSharp.Html.Parser;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Accounts;

[Collection(nameof(IdentityApp))]
public sealed class RegisterTests(IdentityApp app) : IDisposable
{
    private readonly Browser _browser = new();
    private readonly string _email = $"{Guid.CreateVersion7():N}@example.test";

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Opens_an_account_signs_it_in_and_makes_it_a_customer()
    {
        var response = await PostAsync(("phone", "98765 43210"));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Contains("Asha Rao", await (await _browser.GetAsync(app.Url + "/account")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var user = await app.WithDbAsync(db => db.Users.SingleAsync(u => u.Email == _email));
        Assert.Equal(7, user.Id.Version);
        Assert.Equal("+919876543210", user.PhoneNumber);
        Assert.Equal("{customer}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{user.Id}'"));
        Assert.NotNull(await app.SqlAsync($"SELECT last_sign_in_at FROM identity.user_directory WHERE id = '{user.Id}'"));
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
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused_without_a_failure_of_ours() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(("fullName", "A\u0000B"))).StatusCode);

    [Theory]
    [InlineData("correct lantern quay")]
    [InlineData("पासवर्ड के लिए")]
    [InlineData("vK3#tidepool")]
    [InlineData("        8 spaces")]
    public async Task Takes_any_characters(string password) => Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(("password", password))).StatusCode);

    [Fact]
    public async Task Too_long_a_password_is_refused_kindly() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(("password", new string('x', 64) + new string('y', 65)))).StatusCode);

    [Fact]
    public async Task An_address_that_is_taken_opens_nothing_and_says_nothing()
    {
        await PostAsync();
        using var stranger = new Browser();

        var response = await PostAsync(stranger, ("email", _email.ToUpperInvariant()), ("password", "another lantern"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("exists", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.SeeOther, (await stranger.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal(1, await app.WithDbAsync(db => db.Users.CountAsync(u => u.Email == _email)));
    }

    [Fact]
    public async Task Who_registers_twice_with_the_same_password_is_simply_signed_in()
    {
        await PostAsync();
        using var again = new Browser();

        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(again)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync(app.Url + "/account")).StatusCode);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Parallel_registrations_of_one_address_open_one_account()
    {
        await Task.WhenAll(Enumerable.Range(0, Repeats.Of(named: 50, usual: 10)).Select(async _ =>
        {
            using var browser = new Browser();
            Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(browser)).StatusCode);
        }));

        var account = await app.WithDbAsync(db => db.Users.SingleAsync(u => u.Email == _email));
        Assert.Equal((0, (DateTimeOffset?)null), (account.AccessFailedCount, account.LockoutEnd));
    }

    [Fact]
    public async Task Guessing_a_password_by_registering_locks_as_guessing_by_signing_in_does()
    {
        await PostAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var guesser = new Browser();
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(guesser, ("password", $"another lantern {i}"))).StatusCode);
        }));

        using var owner = new Browser();
        Assert.NotEqual(HttpStatusCode.SeeOther, (await PostAsync(owner)).StatusCode);
        Assert.NotNull((await app.WithDbAsync(db => db.Users.SingleAsync(u => u.Email == _email))).LockoutEnd);
    }

    [Fact]
    public async Task Tells_the_marketplace_in_the_same_transaction()
    {
        await app.CreateOutboxAsync();
        try
        {
            await PostAsync();

            Assert.Equal($"user.registered Marketplace.Domain.Identity.UserRegistered {_email} Asha Rao", await app.SqlAsync(
                "SELECT o.name || ' ' || o.type || ' ' || (o.payload->>'email') || ' ' || (o.payload->>'fullName') FROM shared.outbox o JOIN identity.users u ON u.id = o.stream_id AND u.id = (o.payload->>'userId')::uuid WHERE o.name <> ''"));
            var happened = System.Text.Json.JsonSerializer.Deserialize<Domain.Identity.UserRegistered>(
                (string)(await app.SqlAsync("SELECT payload::text FROM shared.outbox WHERE name <> ''"))!, Infrastructure.Shared.EventTypes.Json);
            Assert.Equal(_email, happened!.Email);
        }
        finally
        {
            await app.DropOutboxAsync();
        }
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
        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SignInAsync(app, _email, "Tarapet-2026")).StatusCode);
        Assert.Equal("{admin,customer}", await app.SqlAsync($"SELECT roles::text FROM identity.user_directory WHERE id = '{id}'"));
    }

    private Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] changes) => PostAsync(_browser, changes);

    private async Task<HttpResponseMessage> PostAsync(Browser browser, params (string Name, string Value)[] changes)
    {
        var address = new Uri(app.Url + "/register");
        (string, string)[] values = [("fullName", "Asha Rao"), ("email", _email), ("password", Browser.Password), .. changes];
        return await browser.SubmitAsync(await browser.GetAsync(address.AbsoluteUri), address, values);
    }
}
