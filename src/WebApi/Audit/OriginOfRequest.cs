using System.Security.Claims;
using Marketplace.Application.Audit;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Domain.Audit;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;

namespace Marketplace.WebApi.Audit;

/// <summary>Tells the audit log who is at work, from which network, under which trace.</summary>
internal sealed class OriginOfRequest(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http, Origin origin)
    {
        if (CurrentUser.From(http.User) is { Id: var user })
        {
            var actor = http.User.HasClaim(c => c.Type == BearerClaims.Shop) ? AuditActor.ApiKey : AuditActor.Person;
            var acting = CurrentUser.ActorOf(http.User);
            origin.Value = new(actor, acting ?? user, acting is null ? null : user, NetworkName.Of(http.Connection.RemoteIpAddress), (string?)http.Items[RequestLog.Header]);
        }

        return next(http);
    }
}
