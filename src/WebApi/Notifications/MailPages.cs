using Marketplace.Infrastructure.Notifications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Notifications;

/// <summary>Shows a developer the mails of the folder adapter. Not there unless <c>Mail:Viewer</c> is on and no SMTP server is named.</summary>
internal static class MailPages
{
    /// <summary>A mail's HTML is shown in a frame that can do nothing: no script, no form, no request.</summary>
    private const string MailPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    public static void MapMailPages(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<MailOptions>>().Value is not { Viewer: true, UsesFolder: true })
        {
            return;
        }

        var mails = app.MapGroup("/mail").AllowAnonymous().ExcludeFromDescription();
        mails.MapGet("", List);
        mails.MapGet("/{id}", Show);
        mails.MapGet("/{id}/html", Html);
    }

    private static async Task<IResult> List(MailFolder folder, CancellationToken ct) =>
        new RazorComponentResult<MailList>(new { Mails = await folder.ListAsync(ct) });

    private static async Task<IResult> Show(string id, MailFolder folder, CancellationToken ct) =>
        await folder.FindAsync(id, ct) is { } mail ? new RazorComponentResult<MailPage>(new { Mail = mail }) : TypedResults.NotFound();

    private static async Task<Results<ContentHttpResult, NotFound>> Html(string id, MailFolder folder, HttpResponse response, CancellationToken ct)
    {
        if (await folder.FindAsync(id, ct) is not { } mail)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = MailPolicy;
        response.Headers.XFrameOptions = "SAMEORIGIN";
        return TypedResults.Content(mail.Html, "text/html; charset=utf-8");
    }
}
