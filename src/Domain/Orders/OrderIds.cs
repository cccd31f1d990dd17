using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Orders;

public readonly record struct OrderId(Guid Value) : IId<OrderId>
{
    public static OrderId From(Guid value) => new(value);
}

public readonly record struct VendorOrderId(Guid Value) : IId<VendorOrderId>
{
    public static VendorOrderId From(Guid value) => new(value);
}

public readonly record struct OrderLineId(Guid Value) : IId<OrderLineId>
{
    public static OrderLineId From(Guid value) => new(value);
}
