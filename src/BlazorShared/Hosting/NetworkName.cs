using System.Net;
using System.Net.Sockets;

namespace Marketplace.BlazorShared.Hosting;

public static class NetworkName
{
    /// <summary>"203.0.113.x", of IPv6 the first three groups: enough to know one's own by, and no address of a household.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return string.Join('.', address.MapToIPv4().ToString().Split('.')[..3]) + ".x";
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(6).Clear();
        return new IPAddress(bytes).ToString();
    }
}
