using Marketplace.Application.Settings;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;

namespace Marketplace.Application.Notifications;

/// <summary>Texts six digits to the phone that is to be proved, unless their time is over by now.</summary>
public sealed class TextCode(TextMessages texts, ISettings settings, Notifier notifier, PublicUrls urls, TimeProvider clock) : IReactTo<SmsCodeIssued>
{
    public async Task HandleAsync(SmsCodeIssued happened, CancellationToken ct)
    {
        if (happened.ExpiresAt <= clock.GetUtcNow())
        {
            return;
        }

        var store = (await settings.GetAsync(ct)).StoreName;
        var what = happened.Purpose switch
        {
            "reset" => $"sets a new password at {store}",
            "phone-from" => $"takes this number off your account at {store}",
            "phone-to" => $"gives your account at {store} this number",
            _ => $"is your code for {store}",
        };
        await texts.SendAsync(
            happened.Number,
            $"{happened.Code} {what}. It is good until {notifier.Time(happened.ExpiresAt)}. Tell it to nobody; we never ask for it.\n\n{TextMessages.BoundTo(urls.Identity, happened.Code)}",
            ct);
    }
}
