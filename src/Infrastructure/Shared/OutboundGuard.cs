using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Shared;

internal sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>Whether this machine may be called, in plain http and on any port: for a developer's machine.</summary>
    public bool Loopback { get; set; }

    /// <summary>Beside 443.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>When there are any, no other host is called.</summary>
    public IList<string> Hosts { get; } = [];
}

/// <summary>
/// Calls addresses that strangers chose, and never one of our own network. A name is looked up once, what it stands for is checked, and
/// that very address is connected to, so a name that changes its mind between the check and the call gains nothing. No proxy, no
/// redirects, no cookies, a few seconds, a small answer.
/// </summary>
internal sealed class OutboundGuard(IOptions<OutboundOptions> options)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int MostBytes = 5 * 1024 * 1024;
    private const int MostHeader = 16; // KiB

    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All of IPv6 that is given to anybody; the rest is local, reserved, or IPv4 in disguise.</summary>
    private static readonly IPNetwork Public6 = IPNetwork.Parse("2000::/3");

    /// <summary>How a name becomes addresses; tests lie here.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = Dns.GetHostAddressesAsync;

    /// <returns>Null when the address may be registered. What its name stands for is looked at with each call.</returns>
    public string? WhyNot(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "it must be absolute and plain ASCII.";
        }

        if (uri.UserInfo.Length > 0 || text.Contains('#') || text.Contains('\\') || text.Contains('@'))
        {
            return "it has no fragment, backslash or user name.";
        }

        if (options.Value.Loopback && uri.Scheme is "http" or "https" && IsLoopback(uri))
        {
            return null;
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            return "it must be https.";
        }

        if (uri.Port != 443 && !options.Value.Ports.Contains(uri.Port))
        {
            return "its port is not open for this.";
        }

        if (options.Value.Hosts.Count > 0 && !options.Value.Hosts.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase))
        {
            return "its host is not on the list of those that may be called.";
        }

        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var literal) && !IsPublic(literal) ? "it is not on the internet." : null;
    }

    /// <summary>Its calls fail with <see cref="HttpRequestException"/> and say nothing of what is there.</summary>
    public HttpClient CreateClient() => new(new Checked(this))
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || (Public6.Contains(plain) && plain.ScopeId == 0))
            && !Closed.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    private static bool IsLoopback(Uri uri) =>
        uri.IdnHost == "localhost" || (IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var uri = context.InitialRequestMessage.RequestUri!;
        var found = await Resolve(context.DnsEndPoint.Host, ct);
        var allowed = options.Value.Loopback && IsLoopback(uri) ? [.. found.Where(IPAddress.IsLoopback)] : found.All(IsPublic) ? found : [];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The address cannot be called.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Looks at each address once more before its name is looked up: the setting may have changed since it was registered.</summary>
    private sealed class Checked : DelegatingHandler
    {
        private readonly OutboundGuard _guard;

        public Checked(OutboundGuard guard)
            : base(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = Patience,
                MaxResponseHeadersLength = MostHeader,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                ConnectCallback = guard.ConnectAsync,
            }) => _guard = guard;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri is { } uri && _guard.WhyNot(uri.OriginalString) is null
                ? base.SendAsync(request, cancellationToken)
                : throw new HttpRequestException("The address cannot be called.");
    }
}
