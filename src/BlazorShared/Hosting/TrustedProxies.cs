using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// Who may say for whom they ask, in X-Forwarded-For and X-Forwarded-Proto: this machine, and what <c>Proxies</c> names, addresses
/// (<c>10.1.2.3</c>) or networks (<c>10.0.0.0/8</c>). To the API our own store and portal are such proxies. What anybody else says in
/// these headers is not looked at.
/// </summary>
public static class TrustedProxies
{
    public const string Section = "Proxies";

    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((forwarded, configuration) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null; // from proxy to proxy, and no further than the first whom nobody named
            foreach (var proxy in configuration.GetSection(Section).Get<string[]>() ?? [])
            {
                if (proxy.Contains('/', StringComparison.Ordinal))
                {
                    forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                }
                else
                {
                    forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            }
        });
        return services;
    }

    extension(ForwardedHeadersOptions forwarded)
    {
        public bool Trusts(IPAddress address)
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return IPAddress.IsLoopback(plain) || forwarded.KnownProxies.Contains(plain) || forwarded.KnownIPNetworks.Any(network => network.Contains(plain));
        }
    }
}
