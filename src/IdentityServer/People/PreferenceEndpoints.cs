using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.SignIn;
using Marketplace.Contracts.Identity;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.People;

/// <summary>The page on which people say how they like to be shown things: of their preferences, those that change something.</summary>
internal static class PreferenceEndpoints
{
    private const string Title = "Preferences";

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Preferences, Show);
        routes.MapPost(Paths.Preferences, Save).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? done, CancellationToken ct) => desk.AskAsync(Paths.Preferences, Title, async (http, _) =>
    {
        var chosen = ThemeCookie.Fresh(desk.Http) ?? (await new ProfileClient(http).PreferencesAsync(ct)).Theme.ToLowerInvariant();
        return desk.Show<PreferencesPage>(new PreferencesPage.Choices(chosen, done == "saved"));
    }, ct);

    private static Task<IResult> Save([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Preferences, Title, async (http, _) =>
    {
        var theme = (await desk.Http.Request.ReadFormAsync(ct))["theme"].ToString();
        if (!ThemeCookie.IsTheme(theme))
        {
            return new SeeOther(Paths.Preferences);
        }

        await PersonTheme.KeepAsync(new(http), theme, ct);
        ThemeCookie.Write(desk.Http, theme, isKept: true, desk.Urls.Value.IsHttps);
        return new SeeOther($"{Paths.Preferences}?done=saved");
    }, ct);
}
