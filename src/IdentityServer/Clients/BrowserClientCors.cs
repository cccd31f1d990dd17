using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Clients;

/// <summary>
/// Lets scripts ask for tokens on the pages of registered applications that run in the browser, without cookies, and nowhere else.
/// Such an application has no secret; one that has is a server, and needs no script's leave.
/// </summary>
internal sealed class BrowserClientCors(IOptions<CorsOptions> options) : ICorsPolicyProvider
{
    public const string Policy = "browser-clients";
    private static readonly CorsPolicy Nobody = new();

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy)
        {
            return policyName is null ? null : options.Value.GetPolicy(policyName);
        }

        return context.Request.Headers.Origin is [{ Length: > 0 and <= 200 } origin] && await IsRegisteredAsync(context, origin)
            ? new CorsPolicyBuilder(origin).WithMethods("GET", "POST").WithHeaders("authorization", "content-type").Build()
            : Nobody;
    }

    private static Task<bool> IsRegisteredAsync(HttpContext context, string origin)
    {
        var (db, page) = (context.RequestServices.GetRequiredService<IdentityDb>(), origin + "/");
        return db.Clients.AnyAsync(
            c => c.IsEnabled && c.Authentication == ClientAuthentication.None && c.RedirectUris.Any(uri => uri.Substring(0, page.Length) == page),
            context.RequestAborted);
    }
}
