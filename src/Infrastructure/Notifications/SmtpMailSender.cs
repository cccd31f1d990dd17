using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using Marketplace.Application.Notifications;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Notifications;

internal sealed class SmtpMailSender(IOptions<MailOptions> options) : IMailSender
{
    private readonly MailOptions _options = options.Value;

    public async Task SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        using var message = ToMessage(mail);
        using var client = new SmtpClient(_options.Smtp.Host, _options.Smtp.Port) { EnableSsl = _options.Smtp.UseTls, Timeout = 20_000 };
        if (!string.IsNullOrEmpty(_options.Smtp.User))
        {
            client.Credentials = new NetworkCredential(_options.Smtp.User, _options.Smtp.Password);
        }

        try
        {
            await client.SendMailAsync(message, ct);
        }
        catch (SmtpException away) when (IsAway(away))
        {
            throw new MailServerAwayException(away.StatusCode.ToString(), away);
        }
        catch (SmtpException refused)
        {
            throw new MailRefusedException($"{refused.StatusCode}: {refused.Message}", refused);
        }
    }

    internal MailMessage ToMessage(OutgoingMail mail)
    {
        var message = new MailMessage
        {
            From = new(_options.From, _options.FromName, Encoding.UTF8),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
            To = { new MailAddress(mail.Recipient) },
            AlternateViews = { AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, "text/html") },
        };
        message.Headers.Add("Message-ID", $"<{mail.Id.Value:N}@{_options.From[(_options.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in mail.UnsubscribeHeaders)
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    /// <summary>Only what is certain not to have been taken over: no connection, or an answer that says "later".</summary>
    private static bool IsAway(SmtpException failure) =>
        failure.StatusCode is SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.MailboxBusy or SmtpStatusCode.InsufficientStorage or SmtpStatusCode.LocalErrorInProcessing
        || Unfold(failure).OfType<SocketException>().Any(s => s.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain);

    private static IEnumerable<Exception> Unfold(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            yield return failure;
        }
    }
}
