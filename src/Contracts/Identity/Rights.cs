namespace Marketplace.Contracts.Identity;

/// <summary>What <see cref="MeDto.Rights"/> can hold: what an administrator may do.</summary>
public static class Rights
{
    /// <summary>Sees the overview.</summary>
    public const string SeeOverview = "SEE_OVERVIEW";

    /// <summary>Sees accounts.</summary>
    public const string SeePeople = "SEE_PEOPLE";

    /// <summary>Suspends accounts, and ends their sign-ins.</summary>
    public const string ManagePeople = "MANAGE_PEOPLE";

    /// <summary>Sets names and addresses of accounts right, and invites people.</summary>
    public const string CorrectPeople = "CORRECT_PEOPLE";

    /// <summary>Deletes accounts, as their owners can.</summary>
    public const string DeletePeople = "DELETE_PEOPLE";

    /// <summary>Says who is an administrator, and of what.</summary>
    public const string ManageRoles = "MANAGE_ROLES";

    /// <summary>Takes a lost second factor away.</summary>
    public const string RemoveSecondFactor = "REMOVE_SECOND_FACTOR";

    /// <summary>Judges applications of others.</summary>
    public const string ReviewApps = "REVIEW_APPS";

    /// <summary>Works in the place of a person, whom it is told.</summary>
    public const string ActForPeople = "ACT_FOR_PEOPLE";

    /// <summary>Sees all orders.</summary>
    public const string SeeOrders = "SEE_ORDERS";

    /// <summary>Cancels parts of orders.</summary>
    public const string CancelOrders = "CANCEL_ORDERS";

    /// <summary>Sees all shops.</summary>
    public const string SeeShops = "SEE_SHOPS";

    /// <summary>Approves and suspends shops.</summary>
    public const string JudgeShops = "JUDGE_SHOPS";

    /// <summary>Sees the products of all shops.</summary>
    public const string SeeProducts = "SEE_PRODUCTS";

    /// <summary>Takes products out of sight.</summary>
    public const string HideProducts = "HIDE_PRODUCTS";

    /// <summary>Changes and takes away the products of any shop.</summary>
    public const string EditProducts = "EDIT_PRODUCTS";

    /// <summary>Changes the tree of categories.</summary>
    public const string ManageCategories = "MANAGE_CATEGORIES";

    /// <summary>Sees all deliveries.</summary>
    public const string SeeDeliveries = "SEE_DELIVERIES";

    /// <summary>Gives deliveries to riders, and ends them.</summary>
    public const string AssignDeliveries = "ASSIGN_DELIVERIES";

    /// <summary>Sees all riders.</summary>
    public const string SeeRiders = "SEE_RIDERS";

    /// <summary>Adds and changes riders.</summary>
    public const string ManageRiders = "MANAGE_RIDERS";

    /// <summary>Sees who applied to work with the marketplace, and who does.</summary>
    public const string SeePartners = "SEE_PARTNERS";

    /// <summary>Approves and rejects applications, and closes public pages.</summary>
    public const string JudgePartners = "JUDGE_PARTNERS";

    /// <summary>Sees how the marketplace charges.</summary>
    public const string SeeSettings = "SEE_SETTINGS";

    /// <summary>Changes how the marketplace charges.</summary>
    public const string ChangeSettings = "CHANGE_SETTINGS";

    /// <summary>Reads who did what.</summary>
    public const string SeeAudit = "SEE_AUDIT";

    /// <summary>Sees which parts are there, and failed events.</summary>
    public const string SeeSystem = "SEE_SYSTEM";

    /// <summary>Has failed events tried again.</summary>
    public const string RepairSystem = "REPAIR_SYSTEM";
}

/// <summary>How the roles of administrators stand in tokens.</summary>
public static class AdminRoleNames
{
    /// <summary>The super administrator, who may do everything.</summary>
    public const string Super = "admin";

    public static readonly IReadOnlyList<string> All = [Super, "support", "finance", "catalogue", "dispatch"];
}
