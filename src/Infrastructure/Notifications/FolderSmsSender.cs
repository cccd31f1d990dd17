using System.Net;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Domain.Notifications;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>Puts text messages beside the mails of the folder adapter, where the viewer shows them.</summary>
internal sealed class FolderSmsSender(FolderMailSender folder) : ISmsSender
{
    public const string Subject = "Text message";

    public async Task SendAsync(OutgoingSms sms, CancellationToken ct)
    {
        var html = string.Join("<br>", sms.Text.Split('\n').Select(WebUtility.HtmlEncode));
        try
        {
            await folder.SendAsync(new(new MailId(sms.Id), sms.Number, Subject, sms.Text, $"<p style=\"font-family:sans-serif\">{html}</p>"), ct);
        }
        catch (MailServerAwayException full)
        {
            throw new TryLaterException(full.Message, full);
        }
    }
}
