namespace Marketplace.Domain.Identity;

/// <summary>A part of running the marketplace that somebody is trusted with. A person may have several.</summary>
public enum AdminRole
{
    /// <summary>Everything, and who is trusted with what. Written <c>admin</c> in tokens.</summary>
    Super,

    /// <summary>Helps people with their accounts and orders.</summary>
    Support,

    /// <summary>Money: fees, taxes, refunds.</summary>
    Finance,

    /// <summary>Shops, and what they sell.</summary>
    Catalogue,

    /// <summary>Riders and deliveries.</summary>
    Dispatch,
}

/// <summary>One thing that an administrator may or may not do. Every admin route names the one it needs.</summary>
public enum AdminRight
{
    /// <summary>What needs a person, and the marketplace's figures.</summary>
    SeeOverview,
    SeePeople,

    /// <summary>Invite people, suspend and reactivate accounts, end sign-ins, ask for a new password.</summary>
    ManagePeople,

    /// <summary>Correct names, mail addresses and phones. Who says where codes go can open an account.</summary>
    CorrectPeople,

    /// <summary>Have an account deleted in its owner's place, and keep it after all.</summary>
    DeletePeople,

    /// <summary>Give and take admin roles.</summary>
    ManageRoles,

    /// <summary>Let a person in who lost their second step.</summary>
    RemoveSecondFactor,

    /// <summary>Say which apps of developers are open to everybody.</summary>
    ReviewApps,

    /// <summary>See a person's pages as they do, for a reason and a while.</summary>
    ActForPeople,
    SeeOrders,
    CancelOrders,
    SeeShops,

    /// <summary>Approve and suspend shops.</summary>
    JudgeShops,
    SeeProducts,
    HideProducts,

    /// <summary>Change and remove what shops sell.</summary>
    EditProducts,
    ManageCategories,
    SeeDeliveries,
    AssignDeliveries,
    SeeRiders,
    ManageRiders,

    /// <summary>Who asks to ride, to resell or to recommend.</summary>
    SeePartners,

    /// <summary>Decide on them: on riders who may also manage riders, on the others who may also judge shops.</summary>
    JudgePartners,

    /// <summary>Fees, taxes and delivery prices.</summary>
    SeeSettings,
    ChangeSettings,

    /// <summary>What privileged people did.</summary>
    SeeAudit,

    /// <summary>What the parts of the system report.</summary>
    SeeSystem,

    /// <summary>Give a failed event a fresh start.</summary>
    RepairSystem,
}

/// <summary>Which roles there are, how they are written, and what each may do.</summary>
public static class AdminRoles
{
    private static readonly Dictionary<AdminRole, IReadOnlySet<AdminRight>> Table = new()
    {
        [AdminRole.Super] = Enum.GetValues<AdminRight>().ToHashSet(),
        [AdminRole.Support] = Set(
            AdminRight.SeeOverview, AdminRight.SeePeople, AdminRight.ManagePeople, AdminRight.ActForPeople, AdminRight.SeeOrders,
            AdminRight.CancelOrders, AdminRight.SeeShops, AdminRight.SeeProducts, AdminRight.SeeDeliveries, AdminRight.SeeRiders, AdminRight.SeePartners),
        [AdminRole.Finance] = Set(
            AdminRight.SeeOverview, AdminRight.SeeOrders, AdminRight.CancelOrders, AdminRight.SeeShops, AdminRight.SeeSettings,
            AdminRight.ChangeSettings),
        [AdminRole.Catalogue] = Set(
            AdminRight.SeeShops, AdminRight.JudgeShops, AdminRight.SeeProducts, AdminRight.HideProducts, AdminRight.EditProducts,
            AdminRight.ManageCategories, AdminRight.SeePartners, AdminRight.JudgePartners),
        [AdminRole.Dispatch] = Set(
            AdminRight.SeeOrders, AdminRight.SeeShops, AdminRight.SeeDeliveries, AdminRight.AssignDeliveries, AdminRight.SeeRiders, AdminRight.ManageRiders,
            AdminRight.SeePartners, AdminRight.JudgePartners),
    };

    public static IReadOnlyList<AdminRole> All { get; } = Enum.GetValues<AdminRole>();

    /// <summary>As tokens and the identity server write it.</summary>
    public static string ToRoleName(this AdminRole role) => role switch
    {
        AdminRole.Super => "admin",
        AdminRole.Support => "support",
        AdminRole.Finance => "finance",
        AdminRole.Catalogue => "catalogue",
        AdminRole.Dispatch => "dispatch",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <returns>Null for a role that is none of an administrator's.</returns>
    public static AdminRole? Parse(string name)
    {
        foreach (var role in All)
        {
            if (role.ToRoleName() == name)
            {
                return role;
            }
        }

        return null;
    }

    public static bool Grants(this AdminRole role, AdminRight right) => Table[role].Contains(right);

    /// <summary>What somebody with these roles may do. Roles that are none of an administrator's add nothing.</summary>
    public static IReadOnlySet<AdminRight> RightsOf(IEnumerable<string> roles) =>
        roles.Select(Parse).OfType<AdminRole>().SelectMany(role => Table[role]).ToHashSet();

    private static HashSet<AdminRight> Set(params AdminRight[] rights) => [.. rights];
}
