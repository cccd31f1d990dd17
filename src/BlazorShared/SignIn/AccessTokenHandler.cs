using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>
/// Whose session this scope works for. A request knows by its user, an interactive circuit, which has no request, by the
/// authentication state it was opened with.
/// </summary>
internal sealed class SignedInScope(IServiceProvider scope, IHttpContextAccessor accessor)
{
    public async ValueTask<byte[]?> SessionIdAsync()
    {
        // In a circuit the accessor may still show the request that opened the socket; its services are another scope's.
        if (accessor.HttpContext is { } http && ReferenceEquals(http.RequestServices, scope))
        {
            return SessionAuthentication.SessionIdOf(http.User);
        }

        var state = await scope.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync();
        return SessionAuthentication.SessionIdOf(state.User);
    }
}

/// <summary>Puts the access token of the session on calls to the API. A call of nobody goes without.</summary>
internal sealed class AccessTokenHandler(HttpMessageHandler inner, SignedInScope scope, AppSessions sessions, SessionRefresh refresh) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await scope.SessionIdAsync() is not { } id || await refresh.AccessTokenAsync(id, cancellationToken) is not { } token)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // The API does not take it any more, say, because its key was withdrawn. Another one, or the session is over.
        if (await refresh.ReplaceAsync(id, token, cancellationToken) is not { } other)
        {
            await sessions.EndAsync(id, cancellationToken);
            return response;
        }

        if (request.Content is not (null or JsonContent or StringContent or ByteArrayContent))
        {
            return response; // a stream has been read and cannot be sent again
        }

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", other);
        return await base.SendAsync(request, cancellationToken);
    }
}
