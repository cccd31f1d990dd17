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
        services.AddSingleton<FolderMailSender>();
        AddTextMessages(services, configuration);
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddSingleton<IGrantRevocations, GrantRevocations>();
        services.AddSingleton<IPeople, PostgresPeople>();
        services.AddSingleton<IUnsubscribeKeys, UnsubscribeKeys>();
        services.AddSingleton<IRestockKeys, RestockKeys>();
        services.AddScoped<IShopDigests, ShopDigests>();
        services.AddSingleton<IFeed, PostgresFeed>();
        services.AddScoped<IPresenceLeases, PresenceLeases>();
        services.AddScoped<IPersonalData, PersonalData>();
        services.AddSingleton<IGuestTickets, GuestTickets>();
        services.AddSingleton(new PrivacyRules(configuration.GetValue("Privacy:CoolingOff", TimeSpan.FromDays(7))));
        if ((configuration.GetSection(MailOptions.Section).Get<MailOptions>() ?? new()).UsesFolder)
        {
            services.AddSingleton<IMailSender>(p => p.GetRequiredService<FolderMailSender>()).AddSingleton<MailFolder>();
        }
        else
        {
            services.AddSingleton<IMailSender, SmtpMailSender>();
        }
    }

    private static void AddTextMessages(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmsOptions>().BindConfiguration(SmsOptions.Section)
            .Validate(s => s.IsUsable, "Sms:Url is an address with https, and Sms:Key its key.")
            .ValidateOnStart();
        var sms = configuration.GetSection(SmsOptions.Section).Get<SmsOptions>() ?? new();
        if (sms.UsesFolder)
        {
            services.AddSingleton<ISmsSender, FolderSmsSender>();
            return;
        }

        services.AddSingleton<ISmsSender, HttpSmsSender>();
        services.AddHttpClient(HttpSmsSender.Client, client => client.Timeout = sms.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = sms.Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
    }
}
