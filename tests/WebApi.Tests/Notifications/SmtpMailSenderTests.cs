using System.Net;
using System.Net.Sockets;
using System.Text;
using Marketplace.Application.Notifications;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Notifications;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Tests.Notifications;

public sealed class SmtpMailSenderTests
{
    private static readonly OutgoingMail Mail = new(MailId.New(), "meera@example.org", "Grüße & ₹5", "The text\nwith ünïcode", "<p>The HTML</p>");

    [Fact]
    public async Task Hands_over_both_parts()
    {
        using var server = new SmtpServer(_ => "250 OK");

        await Sender(server.Port).SendAsync(Mail, CancellationToken.None);

        var received = await server.ReceivedAsync();
        Assert.Contains("RCPT TO:<meera@example.org>", received, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", received, StringComparison.Ordinal);
        Assert.Contains("text/plain", received, StringComparison.Ordinal);
        Assert.Contains("text/html", received, StringComparison.Ordinal);
        Assert.Contains($"Message-ID: <{Mail.Id.Value:N}@example.org>", received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Auto-Submitted: auto-generated", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_server_is_away_when_nobody_answers() =>
        await Assert.ThrowsAsync<MailServerAwayException>(() => Sender(1).SendAsync(Mail, CancellationToken.None));

    [Fact]
    public async Task Says_that_a_server_is_busy()
    {
        using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 Later" : "250 OK");

        await Assert.ThrowsAsync<MailServerAwayException>(() => Sender(server.Port).SendAsync(Mail, CancellationToken.None));
    }

    [Fact]
    public async Task Gives_up_on_a_recipient_that_is_refused()
    {
        using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 No such person" : "250 OK");

        await Assert.ThrowsAsync<MailRefusedException>(() => Sender(server.Port).SendAsync(Mail, CancellationToken.None));
    }

    private static SmtpMailSender Sender(int port) => new(Options.Create(new MailOptions
    {
        From = "orders@example.org",
        Smtp = new() { Host = "127.0.0.1", Port = port, UseTls = false },
    }));

    /// <summary>As much of SMTP as one mail needs.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource<string> _received = new();

        public SmtpServer(Func<string, string> answer)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = ServeAsync(answer);
        }

        public int Port { get; }

        public Task<string> ReceivedAsync() => _received.Task.WaitAsync(TimeSpan.FromSeconds(10));

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(Func<string, string> answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            var all = new StringBuilder();
            var isData = false;
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync() is { } line)
            {
                all.AppendLine(line);
                if (isData && line != ".")
                {
                    continue;
                }

                if (isData)
                {
                    isData = false;
                    await writer.WriteLineAsync("250 OK");
                    _received.TrySetResult(all.ToString());
                }
                else if (line == "DATA")
                {
                    isData = true;
                    await writer.WriteLineAsync("354 go on");
                }
                else
                {
                    await writer.WriteLineAsync(answer(line));
                }
            }
        }
    }
}
