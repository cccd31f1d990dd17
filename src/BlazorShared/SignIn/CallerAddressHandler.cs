using Microsoft.AspNetCore.Http;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>
/// Tells the API from which address this request came to us, so that it limits each guest by themselves, and not all who come
/// through us as one. What the browser says of itself is not passed on. A circuit has no request; who sits there is signed in.
/// </summary>
/// <param name="isFor">Which requests name the caller; the others are of nobody in particular.</param>
internal sealed class CallerAddressHandler(IHttpContextAccessor accessor, Func<HttpRequestMessage, bool> isFor) : DelegatingHandler
{
    private const string Header = "X-Forwarded-For";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(Header);
        if (isFor(request) && accessor.HttpContext?.Connection.RemoteIpAddress is { } address)
        {
            request.Headers.TryAddWithoutValidation(Header, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        }

        return base.SendAsync(request, cancellationToken);
    }
}
