using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.Hosts.Tests;

/// <summary>What a rolling update does to each host: nobody is cut off, and nobody is let in who would be.</summary>
[Collection(nameof(Hosts))]
public sealed class ShutdownTests(Hosts hosts)
{
    private const int Length = 8_000;
    private const int Piece = 100;
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    [Theory]
    [InlineData("IdentityServer", "/.well-known/openid-configuration", "/connect/token")]
    [InlineData("WebApi", "/api/v1/products", null)]
    [InlineData("BlazorStore", "/signin", "/cart/accept-prices")]
    [InlineData("BlazorAdmin", "/signin", "/signout")]
    public async Task Turns_red_at_once_serves_on_finishes_what_has_begun_and_takes_nothing_new(string project, string page, string? form)
    {
        await using var host = await DeployedHost.StartAsync(project, hosts.Connection, ("Shutdown__DrainSeconds", "4"));
        host.Http.DefaultRequestHeaders.Add("Accept", "*/*");
        using var begun = form is null ? null : new SlowRequest(host.Http.BaseAddress!, form, Form, "note=" + new string('x', Length - 5));
        await (begun?.SendAsync() ?? Task.CompletedTask);

        host.Terminate();

        await UntilAsync(async () => await host.StatusAsync("/health/ready") == HttpStatusCode.ServiceUnavailable, 3);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("/health/live"));
        Assert.True(await host.StatusAsync(page) is HttpStatusCode.OK or HttpStatusCode.Found, "It did not serve on.");
        await UntilAsync(async () =>
        {
            await (begun?.SendAsync() ?? Task.CompletedTask);
            return await host.StatusAsync("/health/live") is null;
        }, 20);
        if (begun is not null)
        {
            Assert.False(host.HasExited);
            Assert.False(begun.IsAnswered);
            var answer = await begun.FinishAsync();
            Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{answer}\n{host.Said}"); // that it was read to its end and not liked
        }

        Assert.Equal(0, await host.ExitCodeAsync());
    }

    /// <summary>Another node takes it.</summary>
    [Fact]
    public async Task Who_is_still_sending_json_is_told_to_send_it_again_and_nothing_was_done()
    {
        await using var host = await DeployedHost.StartAsync("WebApi", hosts.Connection, ("Shutdown__DrainSeconds", "1"));
        using var begun = new SlowRequest(host.Http.BaseAddress!, "/api/v1/guests/data/code", Json, $$"""{"email":"{{new string('x', Length)}}@example.org"}""");
        await begun.SendAsync();

        host.Terminate();

        await UntilAsync(() => Task.FromResult(begun.IsAnswered), 20);
        var answer = await begun.FinishAsync();
        Assert.True(answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal), $"{answer}\n{host.Said}");
        Assert.Contains("Retry-After: 2", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"service.stopping\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.False(host.Said.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal), host.Said);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, double seconds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed.TotalSeconds < seconds, "It took too long.");
            await Task.Delay(50);
        }
    }

    /// <summary>Comes piece by piece, as from a phone in a lift.</summary>
    private sealed class SlowRequest : IDisposable
    {
        private readonly TcpClient _connection = new();
        private readonly byte[] _bytes;
        private int _sent;

        public SlowRequest(Uri host, string path, string type, string body)
        {
            _bytes = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"POST {path} HTTP/1.1\r\nHost: {host.Authority}\r\nOrigin: {host.GetLeftPart(UriPartial.Authority)}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            _sent = _bytes.Length - body.Length;
            _connection.Connect(host.Host, host.Port);
            _connection.GetStream().Write(_bytes.AsSpan(0, _sent));
        }

        public bool IsAnswered => _connection.Available > 0;

        public async Task SendAsync()
        {
            await _connection.GetStream().WriteAsync(_bytes.AsMemory(_sent, Piece));
            _sent += Piece;
        }

        /// <returns>The answer, until the connection is closed.</returns>
        public async Task<string> FinishAsync()
        {
            await _connection.GetStream().WriteAsync(_bytes.AsMemory(_sent));
            using var answer = new StreamReader(_connection.GetStream());
            return await answer.ReadToEndAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        }

        public void Dispose() => _connection.Dispose();
    }
}
