using System.Net;
using Marketplace.IdentityServer.Shared;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>Without its database the server says so, soon, and hands out nothing.</summary>
[Collection(nameof(IdentityApp))]
public sealed class OutageTests(IdentityApp app)
{
    [Fact]
    public async Task Everybody_is_told_to_come_back_later()
    {
        var url = $"http://localhost:{EmbeddedPostgres.FreePort.Find()}";
        var gone = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Port = EmbeddedPostgres.FreePort.Find(), Timeout = 2 }.ConnectionString;
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
}
