using System.Collections.Concurrent;
using System.Net;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>After a sign-in with everything that belongs to it, and after what goes wrong, no log has a secret in it (O-184).</summary>
[Collection(nameof(IdentityApp))]
public sealed class SecretsInLogsTests(IdentityApp app)
{
    [Fact]
    public async Task No_secret_is_logged()
    {
        using var sink = new Sink();
        await using var server = app.Build(app.OtherUrl.Replace(new Uri(app.OtherUrl).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{EmbeddedPostgres.FreePort.Find()}", StringComparison.Ordinal),
            ("Logging:LogLevel:Default", "Debug"), ("Logging:LogLevel:Microsoft", "Information"), ("Logging:LogLevel:Microsoft.AspNetCore", "Warning"));
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(sink);
        server.UseIdentityServer();
        await server.StartAsync();
        var url = server.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var (store, secrets) = (new StoreClient(app), new List<string> { Browser.Password, IdentityApp.StoreSecret });

        using var browser = new Browser();
        var page = new Uri(url + "/register?returnUrl=%2Faccount");
        var email = $"{Guid.CreateVersion7():N}@example.test";
        await app.WithOutboxAsync(async () =>
        {
            var begun = await browser.SubmitAsync(await browser.GetAsync(page.AbsoluteUri), page, ("fullName", "Somebody"), ("email", email), ("password", Browser.Password));
            secrets.AddRange([await app.CodeAsync(email), .. browser.Cookies.GetAllCookies().Select(c => c.Value)]);
            var codePage = new Uri(page, begun.Headers.Location!);
            return await browser.SubmitAsync(await browser.GetAsync(codePage.AbsoluteUri), codePage, ("code", secrets[2]));
        });
        secrets.AddRange(browser.Cookies.GetAllCookies().Select(c => c.Value));
        var asked = await browser.GetAsync(store.AuthorizeUrl().Replace(app.Url, url, StringComparison.Ordinal));
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Headers.Location!.Query)["code"].ToString();
        var form = new Dictionary<string, string?> { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = store.Verifier, ["redirect_uri"] = app.RedirectUri };
        var tokens = await StoreClient.JsonAsync(await store.TokenAsync(form, server: url));
        var refresh = new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = (string?)tokens["refresh_token"] };
        var renewed = await StoreClient.JsonAsync(await store.TokenAsync(refresh, server: url));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await store.TokenAsync(refresh, server: url)).StatusCode); // taken for theft
        Assert.Equal(HttpStatusCode.BadRequest, (await store.TokenAsync(form, server: url)).StatusCode);
        await store.TokenAsync(refresh, "store", "a wrong secret of somebody", url);
        secrets.AddRange([code, store.Verifier, "a wrong secret of somebody", email]);
        secrets.AddRange(((string[])["access_token", "refresh_token", "id_token"]).SelectMany(name => new[] { (string)tokens[name]!, (string)renewed[name]! }));

        Assert.True(sink.Lines.Count >= 2, "It was logged that a client and a token were refused.");
        Assert.True(secrets.Count > 10 && secrets.TrueForAll(s => s.Length > 0));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(sink.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private sealed class Sink : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {state} {exception}");

        public void Dispose()
        {
        }
    }
}
