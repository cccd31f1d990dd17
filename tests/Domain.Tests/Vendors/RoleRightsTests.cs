using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Vendors;

public sealed class RoleRightsTests
{
    /// <summary>The whole table, by hand: one letter for owner, manager, catalogue, orders, finance, chat.</summary>
    private static readonly IReadOnlyDictionary<VendorRight, string> Table = new Dictionary<VendorRight, string>
    {
        [VendorRight.SeeShop] = "++++++",
        [VendorRight.EditShop] = "++----",
        [VendorRight.PauseOrders] = "++-+--",
        [VendorRight.SeeCatalogue] = "++++++",
        [VendorRight.EditCatalogue] = "+++---",
        [VendorRight.SetStock] = "++++--",
        [VendorRight.SetPrices] = "+++---",
        [VendorRight.ExchangeCatalogue] = "+++---",
        [VendorRight.SeeOrders] = "++-+++",
        [VendorRight.WorkOrders] = "++-+--",
        [VendorRight.SeeMoney] = "++--+-",
        [VendorRight.SeeTeam] = "++++++",
        [VendorRight.ManageTeam] = "++----",
        [VendorRight.ManageKeys] = "++----",
        [VendorRight.SeeAudit] = "++----",
    };

    [Fact]
    public void Every_role_has_the_rights_of_the_table()
    {
        Assert.Equal(Enum.GetValues<VendorRight>().Order(), Table.Keys.Order());
        foreach (var (right, letters) in Table)
        {
            Assert.Equal(letters, string.Concat(Enum.GetValues<VendorRole>().Select(role => role.May(right) ? '+' : '-')));
            Assert.Equal(Enum.GetValues<VendorRole>().Where(role => letters[(int)role] == '+'), RoleRights.RolesThatMay(right));
        }
    }

    [Fact]
    public void Only_owners_decide_who_owns_and_who_manages()
    {
        foreach (var given in Enum.GetValues<VendorRole>())
        {
            Assert.True(VendorRole.Owner.MayGive(given));
            Assert.Equal(given is not (VendorRole.Owner or VendorRole.Manager), VendorRole.Manager.MayGive(given));
            Assert.All((VendorRole[])[VendorRole.Catalogue, VendorRole.Orders, VendorRole.Finance, VendorRole.Chat], role => Assert.False(role.MayGive(given)));
        }
    }
}
