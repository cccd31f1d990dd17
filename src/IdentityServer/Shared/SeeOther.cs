namespace Marketplace.IdentityServer.Shared;

/// <summary>303: whatever the method was, go on with GET. A password that was posted is never posted on (RFC 9700, 4.12).</summary>
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
