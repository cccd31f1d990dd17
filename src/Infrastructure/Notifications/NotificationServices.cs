using Marketplace.Application.Identity;
using Marketplace.Application.Notifications;
using Marketplace.Infrastructure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infrastructure.Notifications;

internal static class NotificationServices
{
    public static void AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IOutgoingMails, OutgoingMails>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddSingleton<IGrantRevocations, GrantRevocations>();
        if ((configuration.GetSection(MailOptions.Section).Get<MailOptions>() ?? new()).UsesFolder)
        {
            services.AddSingleton<IMailSender, FolderMailSender>().AddSingleton<MailFolder>();
        }
        else
        {
            services.AddSingleton<IMailSender, SmtpMailSender>();
        }
    }
}
