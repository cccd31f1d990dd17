using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>How an authorization request ends: at the client's address, with the issuer's name (RFC 9207), or on a page of ours.</summary>
internal sealed class AuthorizeAnswers(IHttpContextAccessor accessor, IOptions<UrlOptions> urls)
{
    public IResult Code(AuthorizeRequest request, string code) =>
        Send(request.RedirectUri, request.UsesFormPost, request.State, [new("code", code)]);

    public IResult Refuse(AuthorizeRequest request, string error, string why) =>
        Refuse(new AuthorizeRefusal(request.RedirectUri, request.UsesFormPost, request.State, error, why));

    public IResult Refuse(AuthorizeRefusal refusal) => Send(refusal.RedirectUri, refusal.UsesFormPost, refusal.State,
        [new("error", refusal.Error), new("error_description", refusal.Why)]);

    /// <summary>When nobody but the person in front of the browser may hear of it.</summary>
    public IResult Stop(string why) => ErrorPage.Result(accessor.HttpContext!, StatusCodes.Status400BadRequest, why);

    private IResult Send(string redirectUri, bool formPost, string? state, List<KeyValuePair<string, string?>> answer)
    {
        if (state is not null)
        {
            answer.Add(new("state", state));
        }

        answer.Add(new("iss", urls.Value.Identity));
        return formPost
            ? FormPostPage.Result(accessor.HttpContext!, redirectUri, answer)
            : new SeeOther(QueryHelpers.AddQueryString(redirectUri, answer));
    }
}
