using Marketplace.BlazorAdmin.Orders;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class OrderColumnTests
{
    [Fact]
    public void What_comes_back_has_a_column_of_its_own_while_there_is_some()
    {
        Assert.DoesNotContain(OrderColumns.For([Item(VendorOrderStates.OutForDelivery)]), c => c.Column == OrderColumn.ComingBack);

        VendorOrderItem[] orders = [Item(VendorOrderStates.Failed), Item(VendorOrderStates.Preparing)];
        Assert.Equal(OrderColumn.ComingBack, OrderColumns.For(orders).Last().Column);
        Assert.Equal(orders[0], Assert.Single(OrderColumns.In(orders, OrderColumn.ComingBack)));
    }

    private static VendorOrderItem Item(string state) => new(
        Guid.CreateVersion7(), "MK-1", state, FulfilmentMethods.Delivery, "Fatima", new MoneyDto(1, "INR"), true, 2, 1, [], null, DateTimeOffset.UnixEpoch, null, null, false, null, null, null);
}
