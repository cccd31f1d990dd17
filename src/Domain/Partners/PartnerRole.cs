using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

public readonly record struct PartnerApplicationId(Guid Value) : IId<PartnerApplicationId>
{
    public static PartnerApplicationId From(Guid value) => new(value);
}

public readonly record struct PartnerId(Guid Value) : IId<PartnerId>
{
    public static PartnerId From(Guid value) => new(value);
}

/// <summary>As what somebody may ask to work with the marketplace. Who wants to sell opens a shop.</summary>
public enum PartnerRole
{
    Rider,
    Reseller,
    Influencer,
}

public static class PartnerRoleRules
{
    extension(PartnerRole role)
    {
        /// <summary>Whether there is a public page of who has it.</summary>
        public bool HasPage => role != PartnerRole.Rider;

        /// <summary>What an administrator needs, besides the right to judge applications at all, to decide on it.</summary>
        public AdminRight JudgedWith => role == PartnerRole.Rider ? AdminRight.ManageRiders : AdminRight.JudgeShops;
    }
}
