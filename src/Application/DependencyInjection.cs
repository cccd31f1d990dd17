using FluentValidation;
using Marketplace.Application.Deliveries;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Application;

public static class DependencyInjection
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        ValidatorOptions.Global.DefaultRuleLevelCascadeMode = CascadeMode.Stop; // what is missing has no length to look at
        return services.AddUseCases();
    }

    private static IServiceCollection AddUseCases(this IServiceCollection services) => services.AddSingleton<DispatchSignal>().Scan(scan => scan
        .FromAssemblyOf<IHandler>()
        .AddClasses(c => c.AssignableTo<IHandler>()).AsSelf().WithScopedLifetime()
        .AddClasses(c => c.AssignableTo<IUseCasePart>()).AsSelf().WithScopedLifetime()
        .AddClasses(c => c.AssignableTo(typeof(IReactTo<>))).AsSelfWithInterfaces().WithScopedLifetime()
        .AddClasses(c => c.AssignableTo(typeof(IValidator<>))).AsImplementedInterfaces().WithSingletonLifetime())
        .AddScoped<LiveMessages>()
        .AddScoped<TextMessages>()
        .AddScoped<Notifier>();
}
