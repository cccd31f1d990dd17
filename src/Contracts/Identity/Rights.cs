namespace Marketplace.Contracts.Identity;

/// <summary>What <see cref="MeDto.Rights"/> can hold: what an administrator may do.</summary>
public static class Rights
{
    public const string SeeOverview = "SEE_OVERVIEW";
    public const string SeePeople = "SEE_PEOPLE";
    public const string ManagePeople = "MANAGE_PEOPLE";
    public const string ManageRoles = "MANAGE_ROLES";
    public const string RemoveSecondFactor = "REMOVE_SECOND_FACTOR";
    public const string ReviewApps = "REVIEW_APPS";
    public const string ActForPeople = "ACT_FOR_PEOPLE";
    public const string SeeOrders = "SEE_ORDERS";
    public const string CancelOrders = "CANCEL_ORDERS";
    public const string SeeShops = "SEE_SHOPS";
    public const string JudgeShops = "JUDGE_SHOPS";
    public const string SeeProducts = "SEE_PRODUCTS";
    public const string HideProducts = "HIDE_PRODUCTS";
    public const string ManageCategories = "MANAGE_CATEGORIES";
    public const string SeeDeliveries = "SEE_DELIVERIES";
    public const string AssignDeliveries = "ASSIGN_DELIVERIES";
    public const string SeeRiders = "SEE_RIDERS";
    public const string ManageRiders = "MANAGE_RIDERS";
    public const string SeePartners = "SEE_PARTNERS";
    public const string JudgePartners = "JUDGE_PARTNERS";
    public const string SeeSettings = "SEE_SETTINGS";
    public const string ChangeSettings = "CHANGE_SETTINGS";
    public const string SeeAudit = "SEE_AUDIT";
    public const string SeeSystem = "SEE_SYSTEM";
    public const string RepairSystem = "REPAIR_SYSTEM";
}

/// <summary>How the roles of administrators stand in tokens.</summary>
public static class AdminRoleNames
{
    /// <summary>The super administrator, who may do everything.</summary>
    public const string Super = "admin";

    public static readonly IReadOnlyList<string> All = [Super, "support", "finance", "catalogue", "dispatch"];
}
