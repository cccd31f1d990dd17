namespace Marketplace.Domain.Vendors;

/// <summary>What somebody does at a shop. In another shop the same person may do something else.</summary>
public enum VendorRole
{
    Owner,

    /// <summary>Runs the shop for its owners: everything, but for who owns and who manages it.</summary>
    Manager,

    /// <summary>Looks after the products.</summary>
    Catalogue,

    /// <summary>Packs and hands over.</summary>
    Orders,

    /// <summary>Looks after the money.</summary>
    Finance,

    /// <summary>Answers shoppers: sees what they ask about and changes nothing.</summary>
    Chat,
}

/// <summary>One thing that can be done at a shop. Every route of a shop needs exactly one of them.</summary>
public enum VendorRight
{
    SeeShop,
    EditShop,

    /// <summary>Stop taking orders for a while, begin again, and say how long packing takes.</summary>
    PauseOrders,
    SeeCatalogue,
    EditCatalogue,
    SetStock,
    SetPrices,
    ExchangeCatalogue,
    SeeOrders,
    WorkOrders,

    /// <summary>Sales, commission and what the shop receives.</summary>
    SeeMoney,
    SeeTeam,
    ManageTeam,

    /// <summary>Make and revoke the keys with which programs work for the shop.</summary>
    ManageKeys,

    /// <summary>Who did what to the shop, its team, its prices and its keys.</summary>
    SeeAudit,
}

public static class RoleRights
{
    extension(VendorRole role)
    {
        public bool May(VendorRight right) => (role, right) switch
        {
            (VendorRole.Owner or VendorRole.Manager, _) => true,
            (_, VendorRight.SeeShop or VendorRight.SeeTeam or VendorRight.SeeCatalogue) => true,
            (VendorRole.Catalogue, VendorRight.EditCatalogue or VendorRight.SetStock or VendorRight.SetPrices or VendorRight.ExchangeCatalogue) => true,
            (VendorRole.Orders, VendorRight.SeeOrders or VendorRight.WorkOrders or VendorRight.PauseOrders or VendorRight.SetStock) => true,
            (VendorRole.Finance, VendorRight.SeeOrders or VendorRight.SeeMoney) => true,
            (VendorRole.Chat, VendorRight.SeeOrders) => true,
            (VendorRole.Catalogue or VendorRole.Orders or VendorRole.Finance or VendorRole.Chat, _) => false,
            _ => throw new InvalidOperationException($"No rights for {role}."),
        };

        /// <summary>Whether who has this role may give that one, or take it away. Only owners decide who owns and who manages.</summary>
        public bool MayGive(VendorRole other) =>
            role.May(VendorRight.ManageTeam) && (role == VendorRole.Owner || other is not (VendorRole.Owner or VendorRole.Manager));

        public IReadOnlyList<VendorRight> Rights => [.. Enum.GetValues<VendorRight>().Where(p => role.May(p))];
    }

    /// <summary>Who may do it; for queries.</summary>
    public static IReadOnlyList<VendorRole> RolesThatMay(VendorRight right) => [.. Enum.GetValues<VendorRole>().Where(r => r.May(right))];
}
