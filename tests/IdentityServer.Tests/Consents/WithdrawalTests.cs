using System.Net;
using System.Text.Json.Nodes;
using Marketplace.IdentityServer.Tests.Shared;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Consents;

/// <summary>What a person has allowed is over as soon as they say so.</summary>
[Collection(nameof(IdentityApp))]
public sealed class WithdrawalTests(IdentityApp app) : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private OtherApp _other = null!;

    public async Task InitializeAsync()
    {
        await _browser.RegisterAsync(app);
        _other = await OtherApp.MakeAsync(app);
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Lists_what_was_allowed_and_ends_all_that_came_of_it()
    {
        var tokens = await _other.TokensAsync(_browser);
        var onItsWay = _other.Read(await _browser.GetAsync(_other.AuthorizeUrl()))["code"];
        var (address, page) = await AppsAsync();
        Assert.Contains("Order watcher", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var done = await _browser.SubmitAsync(page, address, "/account/apps/withdraw");

        Assert.Equal("/account/apps?done=withdrawn", done.Headers.Location!.OriginalString);
        Assert.DoesNotContain("Order watcher", await (await AppsAsync()).Page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertDeadAsync(tokens);
        Assert.Equal(["consent.given", "consent.withdrawn"], app.Security.Of(_other.Id));
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(_other.AuthorizeUrl())).StatusCode); // asked again
        await _other.AskAsync(_browser);
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _other.ExchangeAsync(onItsWay)));
    }

    [Fact]
    public async Task Ends_nothing_of_anybody_else()
    {
        using var other = new Browser();
        await other.RegisterAsync(app);
        var theirs = await _other.TokensAsync(other);
        await _other.AskAsync(_browser);
        var (address, page) = await AppsAsync();

        await _browser.SubmitAsync(page, address, "/account/apps/withdraw");

        Assert.Equal(HttpStatusCode.OK, (await _other.RefreshAsync(theirs)).StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_the_list_without_signing_in()
    {
        using var nobody = new Browser();

        Assert.Equal("/signin?returnUrl=%2Faccount%2Fapps", (await nobody.GetAsync(app.Url + "/account/apps")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_code_that_is_exchanged_while_the_consent_is_being_withdrawn_gets_nothing()
    {
        var code = (await _other.AskAsync(_browser))["code"];
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using (var withdrawal = await connection.BeginTransactionAsync())
        {
            await using var delete = new NpgsqlCommand($"DELETE FROM identity.consents WHERE client_id = '{_other.Id}'", connection);
            Assert.Equal(1, await delete.ExecuteNonQueryAsync());
            var exchange = _other.ExchangeAsync(code, app.OtherUrl);
            await app.WaitForLocksAsync("consents");
            await withdrawal.CommitAsync();

            Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await exchange));
        }
    }

    [Fact]
    public async Task A_withdrawal_waits_for_an_exchange_and_takes_its_tokens_along()
    {
        var code = (await _other.AskAsync(_browser))["code"];
        var (address, page) = await AppsAsync();
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using (var exchange = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand($"SELECT 1 FROM identity.consents WHERE client_id = '{_other.Id}' FOR SHARE", connection);
            await hold.ExecuteNonQueryAsync();
            var withdrawal = _browser.SubmitAsync(page, address, "/account/apps/withdraw");
            await app.WaitForLocksAsync("consents");
            var tokens = await StoreClient.JsonAsync(await _other.ExchangeAsync(code, app.OtherUrl)); // shares the lock
            Assert.NotNull(tokens["refresh_token"]);
            await exchange.CommitAsync();

            Assert.Equal(HttpStatusCode.SeeOther, (await withdrawal).StatusCode);
            await AssertDeadAsync(tokens);
        }
    }

    private async Task<(Uri Address, HttpResponseMessage Page)> AppsAsync()
    {
        var address = new Uri(app.Url + "/account/apps");
        return (address, await _browser.GetAsync(address.AbsoluteUri));
    }

    private async Task AssertDeadAsync(JsonObject tokens)
    {
        Assert.Equal("invalid_grant", await StoreClient.ErrorAsync(await _other.RefreshAsync(tokens)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new StoreClient(app).UserInfoAsync((string)tokens["access_token"]!)).StatusCode);
    }
}
