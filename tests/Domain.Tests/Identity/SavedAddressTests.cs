using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Identity;

public sealed class SavedAddressTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AddressSnapshot Home = new("Aditi Rao", "+91 98400 00214", "14 Lotus Tank Road", null, "Tarapet", "IN-TN", "600001", "IN", new(12.91, 80.24), null);

    [Fact]
    public void Every_change_is_another_revision_and_is_told()
    {
        var address = new SavedAddress(UserId.New(), "Home", Home, isDefault: true, Now);
        Assert.Equal(1, address.Revision);

        address.Change("Parents", Home with { Line1 = "3 Mint Street" }, isDefault: true, Now);
        address.StopBeingDefault(Now);

        Assert.Equal((3, "Parents", "3 Mint Street", false), (address.Revision, address.Label, address.Address.Line1, address.IsDefault));
        Assert.Equal(Enumerable.Repeat<IDomainEvent>(new AddressBookChanged(address.UserId, Now), 3), address.TakeEvents());
    }
}
