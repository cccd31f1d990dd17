namespace Marketplace.Infrastructure.Notifications;

/// <summary>Text messages go into the folder of the mails unless a gateway is named.</summary>
public sealed class SmsOptions
{
    public const string Section = "Sms";

    /// <summary>Where a gateway takes messages, by HTTPS.</summary>
    public string? Url { get; set; }

    /// <summary>Sent as a bearer token.</summary>
    public string? Key { get; set; }

    /// <summary>What phones show as the sender.</summary>
    public string From { get; set; } = "MRKTPL";

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool UsesFolder => string.IsNullOrWhiteSpace(Url);

    /// <summary>Codes go over the wire, so nobody may listen; a gateway on the same machine can do without HTTPS.</summary>
    internal bool IsUsable => UsesFolder
        || (Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && !string.IsNullOrWhiteSpace(Key));
}
