using System.Diagnostics;
using System.Net;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Tests.Accounts;

[Collection(nameof(IdentityApp))]
public sealed class SignInTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private string _email = "";

    public async Task InitializeAsync() => _email = await _browser.RegisterAsync(app);

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Signs_in_with_email_in_any_case_and_the_password_exactly()
    {
        using var browser = new Browser();

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(app, _email, Browser.Password + " ")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(app, _email, Browser.Password.ToUpperInvariant())).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(app, $" {_email.ToUpperInvariant()} ")).StatusCode);
    }

    [Fact]
    public async Task A_long_password_counts_to_its_last_character()
    {
        using var browser = new Browser();
        var (email, password) = ($"{Guid.CreateVersion7():N}@example.test", string.Concat(Enumerable.Repeat("lantern ", 15)) + "end");
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.RegisterAsync(app, new(app.Url + "/register"), email, password)).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(app, email, password[..^1] + "D")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(app, email, password)).StatusCode);
    }

    [Fact]
    public async Task A_new_session_id_comes_with_each_sign_in_and_the_old_cookie_is_dead()
    {
        var site = new Uri(app.Url);
        var before = _browser.Cookies.GetCookies(site)["marketplace.identity"]!.Value;

        await _browser.SignInAsync(app, _email);

        Assert.NotEqual(before, _browser.Cookies.GetCookies(site)["marketplace.identity"]!.Value);
        using var old = new Browser();
        old.Cookies.Add(new Cookie("marketplace.identity", before, "/", "localhost"));
        Assert.StartsWith("/signin", (await old.GetAsync(app.Url + "/account")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_and_an_unknown_account_get_the_same_answer()
    {
        using var browser = new Browser();
        var bodies = new HashSet<string>();
        foreach (var email in (string[])[_email, $"{Guid.CreateVersion7():N}@example.test"])
        {
            for (var i = 0; i < 7; i++)
            {
                var response = await browser.SignInAsync(app, email, "wrong password");
                Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
                bodies.Add(WithoutWhatDiffers(await response.Content.ReadAsStringAsync(), email));
            }
        }

        Assert.Single(bodies);
    }

    [Fact]
    public async Task A_known_and_an_unknown_account_take_the_same_time()
    {
        await using var server = app.Build("http://localhost:0", ("Tests:HashIterations", "210000"), ("Limits:SignInFailuresBeforeLockout", "1000"));
        var hash = server.Services.GetRequiredService<IPasswordHasher<User>>().HashPassword(new User(), Browser.Password);
        await app.WithDbAsync(db => db.Users.Where(u => u.Email == _email).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash)));
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 15; i++)
        {
            foreach (var (email, times) in (IEnumerable<(string, List<double>)>)[(_email, known), ("nobody@example.test", unknown)])
            {
                await using var scope = server.Services.CreateAsyncScopeOf(out SignInUser signIn);
                var watch = Stopwatch.StartNew();
                await signIn.TryAsync(email, "wrong password", "203.0.113.8", CancellationToken.None);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        // The machine is shared, so the bounds are wide; leaving the hash out would be off by a factor of ten.
        Assert.InRange(Median(known) / Median(unknown), 0.67, 1.5);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Of_fifty_parallel_guesses_five_are_looked_at()
    {
        using var scope = app.Services.CreateScope();
        var hasher = new CountingHasher();
        var attempts = Enumerable.Range(0, 50).Select(async _ =>
        {
            await using var own = app.Services.CreateAsyncScope();
            var signIn = ActivatorUtilities.CreateInstance<SignInUser>(own.ServiceProvider, (IPasswordHasher<User>)hasher);
            return await signIn.TryAsync(_email, "a guess", "203.0.113.9", CancellationToken.None);
        });

        Assert.All(await Task.WhenAll(attempts), outcome => Assert.False(outcome.IsSignedIn));

        Assert.Equal(5, hasher.ComparedWithAccounts);
        Assert.True(await app.WithDbAsync(db => db.Users.AnyAsync(u => u.Email == _email && u.LockoutEnd != null)));
    }

    [Fact]
    public async Task A_locked_account_opens_again_after_a_minute_and_later_lockouts_last_longer_up_to_a_limit()
    {
        using var browser = new Browser();
        foreach (var minutes in (int[])[1, 2, 4, 8, 15, 15])
        {
            for (var i = 0; i < 5; i++)
            {
                await browser.SignInAsync(app, _email, "wrong password");
            }

            var end = await app.WithDbAsync(db => db.Users.Where(u => u.Email == _email).Select(u => u.LockoutEnd).SingleAsync());
            Assert.InRange(end!.Value - app.Clock.GetUtcNow(), TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(minutes));
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(app, _email)).StatusCode);
            app.Clock.Advance(TimeSpan.FromMinutes(minutes));
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(0, await app.WithDbAsync(db => db.Users.Where(u => u.Email == _email).Select(u => u.LockoutRound).SingleAsync()));
    }

    [Fact]
    public async Task One_address_cannot_try_one_password_on_a_thousand_accounts()
    {
        await using var server = app.Build($"http://localhost:{EmbeddedPostgres.FreePort.Find()}", ("Limits:SignInFailuresPerAddress", "50"));
        var evaluated = 0;
        for (var i = 0; i < 60; i++)
        {
            await using var scope = server.Services.CreateAsyncScopeOf(out SignInUser signIn);
            evaluated += (await signIn.TryAsync($"nobody-{i}@example.test", "sunshine", "203.0.113.77", CancellationToken.None)).Wait is null ? 1 : 0;
        }

        Assert.Equal(50, evaluated);
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Of_eighty_accounts_that_one_address_tries_at_once_fifty_are_looked_at()
    {
        const string Address = "203.0.113.78";
        await using var server = app.Build("http://localhost:0", ("Limits:SignInFailuresPerAddress", "50"));
        var hasher = new CountingHasher();
        var attempts = Enumerable.Range(0, 80).Select(async i =>
        {
            await using var own = server.Services.CreateAsyncScope();
            var signIn = ActivatorUtilities.CreateInstance<SignInUser>(own.ServiceProvider, (IPasswordHasher<User>)hasher, new NobodysPassword(hasher));
            var email = i == 0 ? _email : $"nobody-{i}-{Guid.CreateVersion7():N}@example.test";
            return await signIn.TryAsync(email, "sunshine", Address, CancellationToken.None);
        });

        var outcomes = await Task.WhenAll(attempts);

        Assert.Equal(50, hasher.Compared);
        Assert.Equal(30, outcomes.Count(o => o.Wait is not null));
        await using var scope = server.Services.CreateAsyncScopeOf(out SignInUser later);
        var (user, wait) = await later.CheckAsync(_email, Browser.Password, Address, CancellationToken.None);
        Assert.Null(user);
        Assert.InRange(wait!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Right_passwords_take_nothing_from_what_an_address_may_try()
    {
        await using var server = app.Build("http://localhost:0", ("Limits:SignInFailuresPerAddress", "3"));
        foreach (var (password, isRight) in (IEnumerable<(string, bool)>)[(Browser.Password, true), ("a guess", false), (Browser.Password, true), (Browser.Password, true), ("a guess", false), (Browser.Password, true), ("a guess", false)])
        {
            await using var scope = server.Services.CreateAsyncScopeOf(out SignInUser signIn);
            var (user, wait) = await signIn.CheckAsync(_email, password, "203.0.113.79", CancellationToken.None);
            Assert.Null(wait);
            Assert.Equal(isRight, user is not null);
        }

        await using var last = server.Services.CreateAsyncScopeOf(out SignInUser late);
        Assert.NotNull((await late.CheckAsync(_email, Browser.Password, "203.0.113.79", CancellationToken.None)).Wait);
    }

    [Fact]
    public async Task A_form_without_our_token_or_with_another_browsers_is_refused()
    {
        using var stranger = new Browser();
        var address = new Uri(app.Url + "/signin");
        var page = await stranger.GetAsync(address.AbsoluteUri);

        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.SubmitAsync(page, address, ("email", _email), ("password", Browser.Password))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.PostAsync(address.AbsoluteUri, [new("email", _email), new("password", Browser.Password)])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.PostAsync(app.Url + "/signout", [])).StatusCode);
    }

    public static TheoryData<string> OtherPlaces() => new(
        "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example", "http:/evil.example",
        "/%09/evil.example", "/\t/evil.example", "/%0d%0aLocation:https://evil.example", "/\r\n//evil.example", "/%5cevil.example", "/%2f/evil.example", "/%2fevil.example",
        "javascript:alert(1)", "data:text/html,x", "evil.example", "@evil.example", "/@evil.example", "/.//evil.example", "http://localhost@evil.example", "", " /x", "/ü");

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public async Task The_way_back_leads_to_a_place_of_ours(string returnUrl)
    {
        using var browser = new Browser();
        var address = new Uri(app.Url + "/signin");

        var response = await browser.SubmitAsync(await browser.GetAsync(address.AbsoluteUri), address, ("email", _email), ("password", Browser.Password), ("returnUrl", returnUrl));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Passwords_are_hashed_slowly_and_a_weaker_hash_is_renewed_at_sign_in()
    {
        var weak = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(new User(), Browser.Password);
        await app.WithDbAsync(db => db.Users.Where(u => u.Email == _email).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, weak)));

        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.SignInAsync(app, _email)).StatusCode);

        Assert.NotEqual(weak, await app.WithDbAsync(db => db.Users.Where(u => u.Email == _email).Select(u => u.PasswordHash).SingleAsync()));
        var services = new ServiceCollection();
        Marketplace.IdentityServer.Shared.Hosting.UseStrongHashes(services);
        Assert.True(services.BuildServiceProvider().GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount >= 210_000);
    }

    private static string WithoutWhatDiffers(string html, string email) =>
        System.Text.RegularExpressions.Regex.Replace(html.Replace(email, "", StringComparison.Ordinal), "name=\"__RequestVerificationToken\" value=\"[^\"]*\"", "");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
