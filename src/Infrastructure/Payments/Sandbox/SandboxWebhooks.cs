using System.Text.Json;
using Marketplace.Infrastructure.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Payments.Sandbox;

/// <summary>Calls our webhook over HTTP, signed, as often as it takes: the sandbox is a stranger to us like any other provider.</summary>
internal sealed partial class SandboxWebhooks(
    SandboxBank bank, IHttpClientFactory http, SandboxLinks links, IOptions<SandboxOptions> options, TimeProvider clock, ILogger<SandboxWebhooks> log)
    : RecurringWork(TimeSpan.FromMilliseconds(500), clock, log, beginsAtOnce: true)
{
    public const string Client = "sandbox-webhooks";

    private readonly ILogger _log = log;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        foreach (var (id, eventId, paymentId) in await bank.TakeDueWebhooksAsync(ct))
        {
            await CallAsync(id, eventId, paymentId, ct);
        }
    }

    private async Task CallAsync(long id, string eventId, string paymentId, CancellationToken ct)
    {
        var payment = (await bank.FindAsync(paymentId, ct))!;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new SandboxEvent(eventId, "payment." + payment.Outcome, payment.Id, payment.Reference, payment.Amount, payment.Currency), JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, links.Webhook) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Add(SandboxGateway.SignatureHeader, SandboxGateway.Sign(options.Value.WebhookSecret, body, Clock.GetUtcNow()));
        try
        {
            using var response = await http.CreateClient(Client).SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                await bank.DeliveredAsync(id, ct);
                return;
            }

            LogRefused(eventId, (int)response.StatusCode);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException || (unreachable is TaskCanceledException && !ct.IsCancellationRequested))
        {
            LogUnreachable(unreachable, eventId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Webhook {EventId} was answered with {Status} and will be sent again")]
    private partial void LogRefused(string eventId, int status);

    [LoggerMessage(LogLevel.Warning, "Webhook {EventId} could not be sent and will be sent again")]
    private partial void LogUnreachable(Exception exception, string eventId);
}

internal static class SandboxRegistration
{
    public static IServiceCollection AddSandboxGateway(this IServiceCollection services, string apiUrl)
    {
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new SandboxLinks(apiUrl));
        services.AddSingleton<SandboxBank>();
        services.AddSingleton<Application.Payments.IPaymentGateway, SandboxGateway>();
        services.AddHttpClient(SandboxWebhooks.Client, client => client.Timeout = TimeSpan.FromSeconds(10));
        services.AddHostedService<SandboxWebhooks>();
        return services;
    }
}
