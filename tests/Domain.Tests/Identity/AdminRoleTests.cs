using Marketplace.Domain.Identity;

namespace Marketplace.Domain.Tests.Identity;

public sealed class AdminRoleTests
{
    [Fact]
    public void A_super_administrator_may_do_everything() => Assert.All(Enum.GetValues<AdminRight>(), right => Assert.True(AdminRole.Super.Grants(right)));

    [Fact]
    public void Only_a_super_administrator_decides_who_is_trusted() => Assert.All(
        AdminRoles.All.Where(role => role != AdminRole.Super),
        role => Assert.All([AdminRight.ManageRoles, AdminRight.CorrectPeople, AdminRight.DeletePeople, AdminRight.RemoveSecondFactor, AdminRight.RepairSystem], right => Assert.False(role.Grants(right))));

    [Fact]
    public void Each_right_but_those_of_the_super_administrator_belongs_to_a_role_with_less() => Assert.Equal(
        [AdminRight.CorrectPeople, AdminRight.DeletePeople, AdminRight.ManageRoles, AdminRight.RemoveSecondFactor, AdminRight.ReviewApps, AdminRight.SeeAudit, AdminRight.SeeSystem, AdminRight.RepairSystem],
        Enum.GetValues<AdminRight>().Where(right => AdminRoles.All.Where(role => role != AdminRole.Super).All(role => !role.Grants(right))));

    [Fact]
    public void Several_roles_add_up()
    {
        var both = AdminRoles.RightsOf(["customer", "catalogue", "dispatch"]);

        Assert.Contains(AdminRight.HideProducts, both);
        Assert.Contains(AdminRight.AssignDeliveries, both);
        Assert.DoesNotContain(AdminRight.SeePeople, both);
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("Admin")]
    [InlineData("super")]
    [InlineData("")]
    public void What_is_no_role_of_ours_gives_nothing(string role) => Assert.Empty(AdminRoles.RightsOf([role]));

    [Fact]
    public void Names_of_roles_can_be_read_again() => Assert.All(AdminRoles.All, role => Assert.Equal(role, AdminRoles.Parse(role.ToRoleName())));
}
