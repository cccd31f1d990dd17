using Marketplace.Application.Shared;
using Marketplace.Domain.Notifications;

namespace Marketplace.Application.Notifications;

/// <summary>Sends a queued mail, at most once: the mail's own state says whether somebody has it.</summary>
[Repeatable(IsSlow = true)]
public sealed class DeliverMail(IOutgoingMails queue, IMailSender sender) : IReactTo<MailQueued>
{
    public async Task HandleAsync(MailQueued happened, CancellationToken ct)
    {
        if (await queue.TakeAsync(happened.MailId, ct) is not { } mail)
        {
            return;
        }

        try
        {
            await sender.SendAsync(mail, ct);
        }
        catch (MailServerAwayException away)
        {
            await queue.FailedAsync(mail.Id, away.Message, tryAgain: true, CancellationToken.None);
            throw new TryLaterException(away.Message, away);
        }
        catch (MailRefusedException refused)
        {
            await queue.FailedAsync(mail.Id, refused.Message, tryAgain: false, CancellationToken.None);
            return;
        }

        await queue.SentAsync(mail.Id, CancellationToken.None);
    }
}
