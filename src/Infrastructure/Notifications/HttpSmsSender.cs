using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>
/// A gateway that takes <c>{"id", "from", "to", "text"}</c> as JSON with a bearer key, as most do or a few lines before them can.
/// The id goes along as <c>Idempotency-Key</c> too, so that a text whose answer was lost is not sent twice.
/// </summary>
internal sealed partial class HttpSmsSender(IHttpClientFactory clients, IOptions<SmsOptions> options, ILogger<HttpSmsSender> log) : ISmsSender
{
    public const string Client = "sms";

    public async Task SendAsync(OutgoingSms sms, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.Key);
        request.Headers.Add("Idempotency-Key", sms.Id.ToString());
        request.Content = JsonContent.Create(new { id = sms.Id, from = options.Value.From, to = sms.Number, text = sms.Text });
        try
        {
            using var answer = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            LogRefused(sms.Id, (int)answer.StatusCode);
            if ((int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new TryLaterException($"The SMS gateway answered {(int)answer.StatusCode}."); // a wrong key is mended in the configuration
            }

            throw new SmsRefusedException($"The SMS gateway answered {(int)answer.StatusCode}.");
        }
        catch (Exception away) when (away is HttpRequestException || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new TryLaterException("The SMS gateway is away.", away);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The SMS gateway did not take text {SmsId}: {Status}")]
    private partial void LogRefused(Guid smsId, int status);
}
