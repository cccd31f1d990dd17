using System.Net;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;

namespace Marketplace.IdentityServer.Tests.Accounts;

/// <summary>Guessing is stopped, and whom the account belongs to is not.</summary>
[Collection(nameof(IdentityApp))]
public sealed class LockoutTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _owner = new();
    private readonly Browser _stranger = new();
    private string _email = "";

    public async Task InitializeAsync() => _email = await _owner.RegisterAsync(app);

    public Task DisposeAsync()
    {
        _owner.Dispose();
        _stranger.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Strangers_who_never_stop_guessing_do_not_lock_the_owner_out()
    {
        for (var round = 0; round < 4; round++)
        {
            await GuessAsync(_stranger, 6);
            Assert.Equal(HttpStatusCode.SeeOther, (await _owner.SignInAsync(app, _email)).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await _stranger.SignInAsync(app, _email)).StatusCode); // though the password is right
            app.Clock.Advance(TimeSpan.FromMinutes(15));
        }
    }

    [Fact]
    public async Task The_owners_sign_in_gives_strangers_no_new_tries()
    {
        await GuessAsync(_stranger, 4);
        await _owner.SignInAsync(app, _email);
        await GuessAsync(_stranger, 1);

        Assert.Equal(HttpStatusCode.BadRequest, (await _stranger.SignInAsync(app, _email)).StatusCode);
    }

    [Fact]
    public async Task A_known_browser_that_guesses_locks_itself_for_a_minute_and_nobody_else()
    {
        await GuessAsync(_owner, 5);

        Assert.Equal(HttpStatusCode.BadRequest, (await _owner.SignInAsync(app, _email)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await _stranger.SignInAsync(app, _email)).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await _owner.SignInAsync(app, _email)).StatusCode);
    }

    [Fact]
    public async Task A_browser_that_only_another_account_knows_is_a_stranger()
    {
        await _stranger.RegisterAsync(app);
        await GuessAsync(_stranger, 5);

        Assert.Equal(HttpStatusCode.BadRequest, (await _stranger.SignInAsync(app, _email)).StatusCode);
        Assert.IsType<DateTime>(await LockedAsync());
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Of_many_parallel_guesses_from_a_known_browser_five_count()
    {
        await Task.WhenAll(Enumerable.Range(0, Repeats.Of(named: 50, usual: 20)).Select(_ => GuessAsync(_owner, 1)));

        Assert.Equal(1, await app.SqlAsync($"SELECT d.lockout_round FROM identity.known_devices d JOIN identity.users u ON u.id = d.user_id WHERE u.email = '{_email}'"));
        Assert.Equal(0, await app.SqlAsync($"SELECT d.failed_count FROM identity.known_devices d JOIN identity.users u ON u.id = d.user_id WHERE u.email = '{_email}'"));
        Assert.Equal(DBNull.Value, await LockedAsync());
    }

    [Fact]
    public async Task The_owner_is_told_of_a_hundred_wrong_passwords_in_a_day_and_once()
    {
        await app.CreateOutboxAsync();
        try
        {
            for (var i = 0; i < 103; i++)
            {
                await using var scope = app.Services.CreateAsyncScopeOf(out SignInUser signIn);
                await signIn.CheckAsync(_email, "a guess", "203.0.113.20", CancellationToken.None);
                if (i == 98)
                {
                    Assert.Equal(0L, await ToldAsync());
                }
            }

            Assert.Equal(1L, await ToldAsync());
        }
        finally
        {
            await app.DropOutboxAsync();
        }
    }

    private Task<object?> ToldAsync() => app.SqlAsync("SELECT count(*) FROM shared.outbox WHERE payload->>'change' = 'guessed'");

    private Task<object?> LockedAsync() => app.SqlAsync($"SELECT lockout_end FROM identity.users WHERE email = '{_email}'");

    private async Task GuessAsync(Browser browser, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(app, _email, "a guess")).StatusCode);
        }
    }
}
