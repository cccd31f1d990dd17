using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Carts;

/// <summary>Tells the API whose cart it is while nobody is signed in.</summary>
internal sealed class CartTokenHandler(IHttpContextAccessor accessor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext?.CartToken is { } token)
        {
            request.Headers.TryAddWithoutValidation(ApiHttp.CartToken, token);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
