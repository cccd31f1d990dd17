using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.IdentityServer.Tests.Shared;

internal static class ScopeExtensions
{
    public static AsyncServiceScope CreateAsyncScopeOf<T>(this IServiceProvider services, out T service) where T : notnull
    {
        var scope = services.CreateAsyncScope();
        service = scope.ServiceProvider.GetRequiredService<T>();
        return scope;
    }
}
