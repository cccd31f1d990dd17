using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Application.Payments;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Payments.Sandbox;

public sealed class SandboxOptions
{
    public const string Section = "Payments:Sandbox";

    /// <summary>Signs the webhooks. At least 32 characters.</summary>
    [Required, MinLength(32)]
    public string WebhookSecret { get; set; } = "";
}

/// <summary>The body of a sandbox webhook.</summary>
public sealed record SandboxEvent(string Id, string Type, string PaymentId, Guid Reference, decimal Amount, string Currency);

/// <summary>The sandbox as a payment gateway.</summary>
internal sealed class SandboxGateway(SandboxBank bank, IOptions<SandboxOptions> options, SandboxLinks links, TimeProvider clock) : IPaymentGateway
{
    public const string SignatureHeader = "x-sandbox-signature";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    public async Task<GatewayPage> OpenAsync(GatewayRequest request, CancellationToken ct)
    {
        var id = await bank.OpenAsync(request.Reference.Value, request.Amount, request.Method.ToString(), request.Description, request.ReturnUrl, ct);
        return new(id, links.Page(id));
    }

    public async Task<GatewayPayment?> FindAsync(string gatewayId, CancellationToken ct) => await bank.FindAsync(gatewayId, ct) is { } payment
        ? new(
            payment.Id,
            PaymentAttemptId.From(payment.Reference),
            payment.OutcomeAt(clock.GetUtcNow()) switch { "captured" => GatewayState.Captured, "failed" => GatewayState.Failed, _ => GatewayState.Open },
            new(payment.Amount, payment.Currency),
            payment.FailureReason)
        : null;

    public async Task<string> RefundAsync(string gatewayId, Money amount, RefundId idempotencyKey, CancellationToken ct) =>
        await bank.RefundAsync(gatewayId, amount.Amount, idempotencyKey, ct) ?? throw new HttpRequestException($"The sandbox has nothing to refund on {gatewayId}.");

    public WebhookCall? ReadWebhook(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        if (!headers.TryGetValue(SignatureHeader, out var header) || !IsGenuine(header, body, now))
        {
            return null;
        }

        var happened = JsonSerializer.Deserialize<SandboxEvent>(body, JsonSerializerOptions.Web);
        return happened is null ? null : new(happened.Id, happened.Type.StartsWith("payment.", StringComparison.Ordinal) ? happened.PaymentId : null);
    }

    /// <summary><c>t=seconds,v1=hex</c>: HMAC-SHA256 over <c>seconds.body</c>.</summary>
    internal static string Sign(string secret, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Mac(secret, seconds, body)}";
    }

    private bool IsGenuine(string header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var parts = header.Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToArray();
        var time = parts.FirstOrDefault(p => p[0] == "t")?[1];
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799
            || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() >= Tolerance)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Mac(options.Value.WebhookSecret, time, body));
        var isSigned = false;
        foreach (var candidate in parts.Where(p => p[0] == "v1"))
        {
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(candidate[1]));
        }

        return isSigned;
    }

    private static string Mac(string secret, string seconds, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(seconds + "."), .. body]));
}

/// <summary>Where the sandbox's page and our webhook are.</summary>
public sealed record SandboxLinks(string ApiUrl)
{
    public string Page(string paymentId) => $"{ApiUrl.TrimEnd('/')}/sandbox/pay/{paymentId}";

    public string Webhook => $"{ApiUrl.TrimEnd('/')}/api/v1/payments/webhooks/sandbox";
}
