using System.Net;
using Marketplace.BlazorShared.SignIn;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.People;

/// <summary>
/// What the parts of the account go through that live at the marketplace: somebody must be signed in, and when the marketplace is away the
/// page says so. The parts that keep the account safe do not come here.
/// </summary>
internal sealed record PeopleDesk(HttpContext Http, BrowserSession Browser, AccountApi Api, IOptions<UrlOptions> Urls, TimeProvider Clock)
{
    /// <param name="page">Where it is: to come back to after signing in.</param>
    /// <param name="title">Its name in the navigation.</param>
    public async Task<IResult> AskAsync(string page, string title, Func<HttpClient, User, Task<IResult>> work, CancellationToken ct)
    {
        if (await Browser.CurrentAsync(ct) is not { } current)
        {
            return new SeeOther(Paths.SignInTo(page));
        }

        try
        {
            using var http = await Api.AsAsync(current.Session, ct);
            if (http is null)
            {
                return new SeeOther(Paths.SignInTo(page));
            }

            var result = await work(http, current.User);
            if (HttpMethods.IsGet(Http.Request.Method))
            {
                await PersonTheme.MeetAsync(Http, new(http), Urls.Value.IsHttps, ct);
            }

            return result;
        }
        catch (Exception away) when (IsAway(away, ct))
        {
            Http.Response.Headers.RetryAfter = "5";
            return Page.Result<MarketplaceAway>(Http, new MarketplaceAway.Part(title, page), StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The same for what only who has just shown who they are may do.</summary>
    public async Task<IResult> AskRecentAsync(string page, string title, Func<HttpClient, User, Task<IResult>> work, CancellationToken ct) =>
        await Browser.CurrentAsync(ct) is { } current && !Browser.IsRecent(current.Session) ? AccountDesk.Confirm(page) : await AskAsync(page, title, work, ct);

    /// <summary>A page with pictures of the marketplace, which may listen to it.</summary>
    public IResult Show<TPage>(object model, bool isRefused = false) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        SecurityHeaders.AllowPicturesOf(Http, Urls.Value.Api);
        SecurityHeaders.AllowLiveOf(Http, Urls.Value.Api);
        return Page.Result<TPage>(Http, model, isRefused ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    /// <summary>The marketplace said no, and why.</summary>
    public static bool IsRefusal(ApiException answer) => answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge;

    private static bool IsAway(Exception error, CancellationToken ct) => error switch
    {
        ApiException answer => !IsRefusal(answer),
        HttpRequestException => true,
        TaskCanceledException => !ct.IsCancellationRequested,
        _ => false,
    };
}
