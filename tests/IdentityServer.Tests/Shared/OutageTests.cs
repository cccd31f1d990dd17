using System.Net;
using Marketplace.EmbeddedPostgres;
using Marketplace.IdentityServer.Shared;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>Without its database the server says so, soon, and hands out nothing.</summary>
[Collection(nameof(IdentityApp))]
public sealed class OutageTests(IdentityApp app)
{
    [Fact]
    public async Task Everybody_is_told_to_come_back_later()
    {
        var url = $"http://localhost:{FreePort.Find()}";
        var gone = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Port = FreePort.Find(), Timeout = 2 }.ConnectionString;
        await using var server = app.Build(url, ("ConnectionStrings:Marketplace", gone), ("Logging:LogLevel:Default", "None"));
        server.UseIdentityServer();
        await server.StartAsync();
        var store = new StoreClient(app);
        using var browser = new Browser();
        browser.Cookies.Add(new Uri(url), new Cookie("marketplace.identity", new string('a', 43)));

        foreach (var answer in (IEnumerable<HttpResponseMessage>)[
            await browser.GetAsync(store.AuthorizeUrl().Replace(app.Url, url, StringComparison.Ordinal)),
            await browser.GetAsync(url + "/account"),
            await browser.GetAsync(url + "/connect/endsession"),
            await store.TokenAsync(new Dictionary<string, string?> { ["grant_type"] = "client_credentials" }, "tests", IdentityApp.TestsSecret, url),
            await store.TokenAsync(new Dictionary<string, string?> { ["token"] = "x" }, server: url, path: "/connect/introspect"),
            await StoreClient.Http.GetAsync(url + "/health/ready"),
        ])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
            Assert.DoesNotContain("access_token", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.True(answer.Headers.RetryAfter is not null || answer.RequestMessage!.RequestUri!.AbsolutePath == "/health/ready", answer.RequestMessage!.RequestUri!.AbsolutePath);
        }

        Assert.Equal(HttpStatusCode.OK, (await StoreClient.Http.GetAsync(url + "/health/live")).StatusCode);
    }

    [Fact]
    public async Task It_goes_on_by_itself_when_the_database_is_back()
    {
        var options = PostgresServer.OptionsOf("outage");
        var url = $"http://localhost:{FreePort.Find()}";
        var postgres = await PostgresProcess.StartAsync(options, CancellationToken.None);
        await using var server = app.Build(
            url, ("ConnectionStrings:Marketplace", postgres.ConnectionString("identity") + ";Timeout=2"), ("Logging:LogLevel:Default", "None"));
        try
        {
            await using (var scope = server.Services.CreateAsyncScope())
            {
                await Commands.MigrateAsync(scope.ServiceProvider, CancellationToken.None);
            }

            server.UseIdentityServer();
            await server.StartAsync();
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(url)).StatusCode);

            await postgres.DisposeAsync();
            for (var i = 0; i < 5; i++)
            {
                var refused = await AskAsync(url);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                Assert.NotNull(refused.Headers.RetryAfter);
                Assert.DoesNotContain("access_token", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            postgres = await PostgresProcess.StartAsync(options, CancellationToken.None);
            var answer = await AskAsync(url);
            for (var i = 0; i < 100 && answer.StatusCode != HttpStatusCode.OK; i++)
            {
                await Task.Delay(100);
                answer = await AskAsync(url);
            }

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(postgres.Options.Data, recursive: true);
        }
    }

    private Task<HttpResponseMessage> AskAsync(string url) =>
        new StoreClient(app).TokenAsync(new Dictionary<string, string?> { ["grant_type"] = "client_credentials" }, "tests", IdentityApp.TestsSecret, url);
}
