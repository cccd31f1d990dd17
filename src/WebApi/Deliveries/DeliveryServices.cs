using Marketplace.WebApi.Deliveries.Shifts;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Microsoft.AspNetCore.Authorization;

namespace Marketplace.WebApi.Deliveries;

internal static class DeliveryServices
{
    public static IServiceCollection AddDeliveries(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, RiderRequirementHandler>();
        services.AddAuthorizationBuilder().AddPolicy(Policies.Rider, policy => policy.RequireUser().AddRequirements(new RiderRequirement()));
        services.AddHostedService<DispatchWorker>();
        services.AddHostedService<ShiftWorker>();
        return services;
    }
}
