using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Pages;

/// <summary>What each page knows of the request it answers.</summary>
/// <param name="Antiforgery">Name and value of the hidden field that each of our forms carries.</param>
public sealed record PageContext(string Path, string StoreUrl, string PortalUrl, string ApiUrl, string AntiforgeryField, string AntiforgeryToken)
{
    internal static PageContext For(HttpContext http)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return WithoutForms(http) with { AntiforgeryField = tokens.FormFieldName, AntiforgeryToken = tokens.RequestToken! };
    }

    /// <summary>For pages that ask nothing. The keys of the forms are in the database, and such a page must come without it.</summary>
    internal static PageContext WithoutForms(HttpContext http)
    {
        var urls = http.RequestServices.GetRequiredService<IOptions<UrlOptions>>().Value;
        return new(http.Request.Path + http.Request.QueryString, urls.Store, urls.Portal, urls.Api, "", "");
    }
}

internal static class Page
{
    /// <summary>A page of ours, rendered on the server. Its parameters are Context and, mostly, Model.</summary>
    public static RazorComponentResult Result<TPage>(HttpContext http, object? model = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent => Result<TPage>(PageContext.For(http), model, status);

    public static RazorComponentResult Result<TPage>(PageContext context, object? model, int status)
        where TPage : IComponent
    {
        var parameters = new Dictionary<string, object?> { ["Context"] = context };
        if (model is not null)
        {
            parameters["Model"] = model;
        }

        return new RazorComponentResult(typeof(TPage), parameters) { StatusCode = status };
    }
}

/// <summary>When a request cannot go on and nobody else may hear of it.</summary>
internal static class ErrorPage
{
    public static IResult Result(HttpContext http, int status, string why) =>
        Page.Result<Stopped>(PageContext.WithoutForms(http), new Stopped.Reason(TitleOf(status), why), status);

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "Nothing lives here",
        >= StatusCodes.Status500InternalServerError => "We are in trouble",
        _ => "This sign-in cannot go on",
    };
}

internal static class FormPostPage
{
    /// <summary>response_mode=form_post: the browser posts the answer to the client.</summary>
    public static IResult Result(HttpContext http, string address, IReadOnlyList<KeyValuePair<string, string?>> answer)
    {
        SecurityHeaders.AllowFormTo(http, address);
        return Page.Result<FormPost>(http, new FormPost.Answer(address, answer));
    }
}
