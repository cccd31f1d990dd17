using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Deliveries;

public readonly record struct DeliveryId(Guid Value) : IId<DeliveryId>
{
    public static DeliveryId From(Guid value) => new(value);
}

public readonly record struct RiderId(Guid Value) : IId<RiderId>
{
    public static RiderId From(Guid value) => new(value);
}

public readonly record struct OfferId(Guid Value) : IId<OfferId>
{
    public static OfferId From(Guid value) => new(value);
}
