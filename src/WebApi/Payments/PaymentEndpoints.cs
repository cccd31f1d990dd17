using Marketplace.Application.Payments;
using Marketplace.BlazorShared.Hosting;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Payments;

internal static class PaymentEndpoints
{
    private const int MaxBody = 64 * 1024;

    public static void MapPayments(this IEndpointRouteBuilder api) => api.MapPost("/payments/webhooks/sandbox", Webhook)
        .WithTags("Payments").AllowAnonymous().WithSummary("Take a signed message of the payment gateway").IgnoreIdempotencyKey()
        .WithMetadata(new RequestSizeLimit(MaxBody));

    private static async Task<Results<NoContent, ProblemHttpResult>> Webhook(HttpRequest request, IPaymentGateway gateway, PaymentSettlement payments, SecurityLog security, TimeProvider clock, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var headers = request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        if (gateway.ReadWebhook(body.GetBuffer().AsSpan(0, (int)body.Length), headers, clock.GetUtcNow()) is not { } call)
        {
            security.Tell(SecurityEvent.WebhookRefused, about: "sandbox");
            return PaymentErrors.NotGenuine.ToProblem();
        }

        // A payment that we do not know yet may be one that we are just storing: the gateway shall come again.
        return call.GatewayId is null || await payments.SettleAsync(call.GatewayId, ct)
            ? TypedResults.NoContent()
            : PaymentErrors.UnknownPayment.ToProblem();
    }

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
