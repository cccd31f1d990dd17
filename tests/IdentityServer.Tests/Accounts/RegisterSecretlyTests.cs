using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Accounts;

/// <summary>Whether an address has an account is told to its mailbox and to nobody else, and what is opened is what its reader typed (S-25).</summary>
[Collection(nameof(IdentityApp))]
public sealed partial class RegisterSecretlyTests(IdentityApp app) : IAsyncLifetime
{
    private const string Guess = "a stranger at the quay";
    private readonly Browser _owner = new();
    private readonly Browser _stranger = new();
    private readonly string _free = $"{Guid.CreateVersion7():N}@example.test";
    private string _taken = "";

    private Uri Form { get; } = new(app.Url + "/register?returnUrl=%2Faccount");
    private Uri CodePage { get; } = new(app.Url + "/register/code?returnUrl=%2Faccount");

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        _taken = await _owner.RegisterAsync(app);
        await app.SqlAsync("DELETE FROM shared.outbox");
        app.Clock.Advance(TimeSpan.FromMinutes(61)); // the code of just now counts no more
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        _owner.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_get_the_same_answers_step_by_step()
    {
        var (known, unknown) = (await WalkAsync(_taken), await WalkAsync(_free));

        Assert.Equal(11, known.Count);
        Assert.Equal(known, unknown);
        Assert.Contains("303 /register/code?returnUrl=%2Faccount", known[0], StringComparison.Ordinal);
        Assert.Contains("400", known[2], StringComparison.Ordinal);
        Assert.Contains("429", known[^1], StringComparison.Ordinal);
        foreach (var email in (string[])[_taken, _free])
        {
            Assert.Equal(5L, await app.SqlAsync($"SELECT count(*) FROM shared.outbox WHERE payload->>'recipient' = '{email}'"));
            Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.registrations r JOIN identity.address_codes c ON c.holder_id = r.user_id AND c.recipient = r.email WHERE r.email = '{email}'"));
        }
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_cost_the_same_statements_and_hashes()
    {
        var (known, unknown) = (await CostAsync(_taken), await CostAsync(_free));

        Assert.Equal(known, unknown);
        Assert.Equal(["2 hashed", "0 compared"], known[..2]); // the password and the code
        Assert.True(known.Count > 6, string.Join(Environment.NewLine, known));
    }

    [Fact]
    public async Task The_owner_of_an_account_is_told_by_mail_and_their_code_leads_to_sign_in_and_changes_nothing()
    {
        var before = await app.SqlAsync($"SELECT row_to_json(u)::text FROM identity.users u WHERE email = '{_taken}'");
        await PostAsync(_stranger, _taken.ToUpperInvariant(), ("fullName", "Somebody Else"));

        Assert.Equal("Asha Rao", await app.SqlAsync("SELECT payload->>'fullName' FROM shared.outbox WHERE payload->>'purpose' = 'register-known'")); // and nothing that a stranger typed
        Assert.Equal("/signin?returnUrl=%2Faccount&done=known", await GiveAsync(_stranger, await app.CodeAsync(_taken.ToUpperInvariant(), "register-known")));

        Assert.Equal(HttpStatusCode.SeeOther, (await _stranger.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal(before, await app.SqlAsync($"SELECT row_to_json(u)::text FROM identity.users u WHERE email = '{_taken}'"));
        Assert.Equal(1L, await app.SqlAsync($"SELECT count(*) FROM identity.users WHERE normalized_email = '{_taken.ToUpperInvariant()}'"));
        Assert.Equal(HttpStatusCode.OK, (await _owner.GetAsync(app.Url + "/account")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _stranger.SignInAsync(app, _taken, Guess)).StatusCode);
    }

    [Fact]
    public async Task Nobody_has_the_owner_of_a_mailbox_confirm_a_password_that_is_not_theirs()
    {
        using var owner = new Browser();
        await PostAsync(_stranger, _free);
        var strangers = await app.CodeAsync(_free, "register");
        await PostAsync(owner, _free, ("password", Browser.Password));
        var own = await app.CodeAsync(_free, "register");
        Assert.NotEqual(strangers, own); // once in a million it fails

        Assert.Equal("400", await GiveAsync(owner, strangers)); // which was mailed to them too
        Assert.Equal("400", await GiveAsync(_stranger, own));
        Assert.Equal("/account", await GiveAsync(owner, own));

        Assert.Equal("/signin?returnUrl=%2Faccount&done=known", await GiveAsync(_stranger, strangers)); // even if somebody told it
        using var later = new Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await later.SignInAsync(app, _free, Guess)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await later.SignInAsync(app, _free)).StatusCode);
    }

    [Fact]
    public async Task Guesses_of_a_stranger_take_no_try_of_the_owners_code()
    {
        using var owner = new Browser();
        await PostAsync(owner, _free);
        var own = await app.CodeAsync(_free, "register");
        await PostAsync(_stranger, _free);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("400", await GiveAsync(_stranger, "12345"));
        }

        Assert.Equal("/account", await GiveAsync(owner, own));
    }

    [Fact]
    public async Task An_account_that_is_suspended_is_as_any_other()
    {
        await app.SqlAsync($"UPDATE identity.users SET disabled_at = now() WHERE email = '{_taken}'");

        await PostAsync(_stranger, _taken);

        Assert.Equal("/signin?returnUrl=%2Faccount&done=known", await GiveAsync(_stranger, await app.CodeAsync(_taken, "register-known")));
    }

    /// <summary>Everything that somebody can do who does not read the mail.</summary>
    private async Task<IReadOnlyList<string>> WalkAsync(string email)
    {
        using var browser = new Browser();
        var code = "";
        List<string> seen = [await SeenAsync(await PostAsync(browser, email), email), await SeenAsync(await browser.GetAsync(CodePage.AbsoluteUri), email)];
        code = await app.CodeAsync(email);
        seen.Add(await SeenAsync(await SubmitAsync("/register/code", ("code", code == "000000" ? "000001" : "000000")), email));
        seen.Add(await SeenAsync(await SubmitAsync("/register/code/new"), email));
        seen.Add(await SeenAsync(await browser.GetAsync(CodePage.AbsoluteUri + "&done=sent"), email));
        seen.Add(await SeenAsync(await browser.GetAsync(Form.AbsoluteUri + "&done=change"), email));
        seen.Add(await SeenAsync(await PostAsync(browser, $" {email} "), email));
        seen.Add(await SeenAsync(await SubmitAsync("/register/code/new"), email));
        seen.Add(await SeenAsync(await SubmitAsync("/register/code/new"), email));
        seen.Add(await SeenAsync(await SubmitAsync("/register/code/new"), email));
        seen.Add(await SeenAsync(await PostAsync(browser, email), email));
        return seen;

        async Task<HttpResponseMessage> SubmitAsync(string action, params (string, string)[] values) => await browser.SubmitAsync(await browser.GetAsync(CodePage.AbsoluteUri), CodePage, action, values);
    }

    /// <summary>An answer to the last byte, without what is random or was typed.</summary>
    private static async Task<string> SeenAsync(HttpResponseMessage answer, string email)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "Retry-After" or "Content-Length")).SelectMany(h => h.Value.Select(v => $"{h.Key}: {v}"));
        var text = $"{(int)answer.StatusCode} {answer.Headers.Location}\n{string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync()}".Replace(email, "*", StringComparison.Ordinal);
        return Random().Replace(text, "$1*");
    }

    private async Task<List<string>> CostAsync(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var accessor = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        accessor.HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var hasher = new TallyingHasher(scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>());
        var codes = ActivatorUtilities.CreateInstance<AddressCodes>(scope.ServiceProvider, (IPasswordHasher<User>)hasher, new NobodysPassword(hasher));
        var register = ActivatorUtilities.CreateInstance<RegisterUser>(scope.ServiceProvider, (IPasswordHasher<User>)hasher, codes);
        using var statements = new Statements(scope.ServiceProvider.GetRequiredService<IdentityDb>());

        Assert.Empty((await register.AskAsync(new("Asha Rao", email, "98765 43210", Guess), "203.0.113.41", CancellationToken.None)).Errors);
        return [$"{hasher.Hashed} hashed", $"{hasher.Compared} compared", .. statements.Seen];
    }

    private async Task<HttpResponseMessage> PostAsync(Browser browser, string email, params (string Name, string Value)[] changes)
    {
        (string, string)[] values = [("fullName", "Asha Rao"), ("email", email), ("password", Guess), .. changes];
        return await browser.SubmitAsync(await browser.GetAsync(Form.AbsoluteUri), Form, values);
    }

    /// <returns>Where it leads; the status where it leads nowhere.</returns>
    private async Task<string> GiveAsync(Browser browser, string code)
    {
        var answer = await browser.SubmitAsync(await browser.GetAsync(CodePage.AbsoluteUri), CodePage, "/register/code", ("code", code));
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    [GeneratedRegex("(name=\"__RequestVerificationToken\" value=\"|nonce-|nonce=\"|marketplace\\.identity\\.[a-z-]+=)[^\"';]+")]
    private static partial Regex Random();

    private sealed class TallyingHasher(IPasswordHasher<User> real) : IPasswordHasher<User>
    {
        public int Hashed { get; private set; }
        public int Compared { get; private set; }

        public string HashPassword(User user, string password)
        {
            Hashed++;
            return real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Compared++;
            return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    /// <summary>What one context asks the database; the servers around have others.</summary>
    private sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly IdentityDb _db;
        private readonly List<IDisposable> _subscriptions = [];

        public Statements(IdentityDb db)
        {
            _db = db;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public List<string> Seen { get; } = [];

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandExecutedEventData { Context: { } context } done && ReferenceEquals(context, _db))
            {
                Seen.Add(done.Command.CommandText);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
    }
}
