using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>The shop that this circuit works for, when its user has one or several.</summary>
public sealed class ChosenShop
{
    public Guid? Id { get; set; }
}

/// <summary>Says with every call for which of the user's shops it is.</summary>
internal sealed class ShopHeaderHandler(ChosenShop shop) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (shop.Id is { } id)
        {
            request.Headers.Add(ApiHttp.Vendor, id.ToString());
        }

        return base.SendAsync(request, cancellationToken);
    }
}
