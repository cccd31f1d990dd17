using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.IdentityServer.Clients;

/// <summary>The pages on which developers keep their applications.</summary>
internal static class DeveloperEndpoints
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public static void MapDeveloper(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Developer, ([AsParameters] DeveloperDesk desk, CancellationToken ct) => desk.SignedInAsync(user => desk.ListAsync(user, ct), ct));
        routes.MapGet(Paths.NewApp, New);
        routes.MapPost(Paths.Developer, Create).RequireOurForm();
        routes.MapGet(Paths.App, Show);
        routes.MapPost(Paths.App, Edit).RequireOurForm();
        routes.MapPost(Paths.AppSecrets, AddSecret).RequireOurForm();
        routes.MapPost(Paths.EndAppSecret, EndSecret).RequireOurForm();
        routes.MapPost(Paths.SwitchApp, Switch).RequireOurForm();
        routes.MapPost(Paths.AskAppReview, AskForReview).RequireOurForm();
        routes.MapPost(Paths.DeleteApp, Delete).RequireOurForm();
    }

    private static Task<IResult> New([AsParameters] DeveloperDesk desk, CancellationToken ct) =>
        desk.ConfirmedAsync(_ => Task.FromResult<IResult>(Page.Result<NewApp>(desk.Http, new NewApp.Form(AppForm.Empty, NoErrors))), ct);

    private static Task<IResult> Create([AsParameters] DeveloperDesk desk, MyApps apps, OutboundGuard guard, CancellationToken ct) => desk.RecentAsync(Paths.NewApp, async user =>
    {
        var form = AppForm.Read(await desk.Http.Request.ReadFormAsync(ct));
        var errors = form.Errors(guard);
        if (errors.Count > 0)
        {
            return Page.Result<NewApp>(desk.Http, new NewApp.Form(form, errors), StatusCodes.Status400BadRequest);
        }

        if (await apps.CreateAsync(user.Id, form, ct) is not var (id, secret))
        {
            errors[""] = $"You have {MyApps.MostPerDeveloper} applications, which is the most. Delete one first.";
            return Page.Result<NewApp>(desk.Http, new NewApp.Form(form, errors), StatusCodes.Status409Conflict);
        }

        return secret is null
            ? new SeeOther(Paths.AppPage(id) + "?done=created")
            : await desk.ShowAsync((await desk.FindAsync(id, user.Id, ct))!, form, NoErrors, "created", secret, ct); // shown now or never
    }, ct);

    private static Task<IResult> Show([AsParameters] DeveloperDesk desk, string id, string? done, CancellationToken ct) => desk.ConfirmedAsync(async user =>
        await desk.FindAsync(id, user.Id, ct) is { } client ? await desk.ShowAsync(client, AppForm.Of(client), NoErrors, done, null, ct) : desk.NotFound(), ct);

    private static Task<IResult> Edit([AsParameters] DeveloperDesk desk, string id, MyApps apps, OutboundGuard guard, CancellationToken ct) => desk.RecentAsync(Paths.AppPage(id), async user =>
    {
        if (await desk.FindAsync(id, user.Id, ct) is not { } client)
        {
            return desk.NotFound();
        }

        var form = AppForm.Read(await desk.Http.Request.ReadFormAsync(ct)) with { Kind = AppForm.Of(client).Kind };
        var errors = form.Errors(guard);
        if (errors.Count > 0)
        {
            return await desk.ShowAsync(client, form, errors, null, null, ct);
        }

        await apps.EditAsync(id, user, form, ct);
        return new SeeOther(Paths.AppPage(id) + "?done=changed");
    }, ct);

    private static Task<IResult> AddSecret([AsParameters] DeveloperDesk desk, string id, AppSecrets secrets, CancellationToken ct) => desk.RecentAsync(Paths.AppPage(id), async user =>
    {
        var days = int.TryParse((await desk.Http.Request.ReadFormAsync(ct))["days"], System.Globalization.NumberStyles.None, null, out var wanted) ? wanted : 0;
        TimeSpan? life = days > 0 && AppSecrets.Lives.Any(l => l.Days == days) ? TimeSpan.FromDays(days) : null;
        return await secrets.AddAsync(id, user.Id, life, ct) is { } secret && await desk.FindAsync(id, user.Id, ct) is { } client
            ? await desk.ShowAsync(client, AppForm.Of(client), NoErrors, "secret", secret, ct)
            : new SeeOther(Paths.AppPage(id));
    }, ct);

    private static Task<IResult> EndSecret([AsParameters] DeveloperDesk desk, string id, Guid secret, AppSecrets secrets, CancellationToken ct) =>
        desk.RecentAsync(Paths.AppPage(id), async user => Back(id, await secrets.EndAsync(id, user.Id, secret, ct), "secret-ended"), ct);

    private static Task<IResult> Switch([AsParameters] DeveloperDesk desk, string id, MyApps apps, CancellationToken ct) => desk.RecentAsync(Paths.AppPage(id), async user =>
    {
        var isOn = (await desk.Http.Request.ReadFormAsync(ct))["on"] == "true";
        return Back(id, await apps.SwitchAsync(id, user.Id, isOn, ct), isOn ? "on" : "off");
    }, ct);

    private static Task<IResult> AskForReview([AsParameters] DeveloperDesk desk, string id, MyApps apps, CancellationToken ct) =>
        desk.RecentAsync(Paths.AppPage(id), async user => Back(id, await apps.AskForReviewAsync(id, user.Id, ct), "asked"), ct);

    private static Task<IResult> Delete([AsParameters] DeveloperDesk desk, string id, MyApps apps, CancellationToken ct) => desk.RecentAsync(Paths.AppPage(id), async user =>
        await apps.DeleteAsync(id, user.Id, ct) ? new SeeOther(Paths.Developer) : desk.NotFound(), ct);

    private static SeeOther Back(string id, bool isDone, string done) => new(isDone ? $"{Paths.AppPage(id)}?done={done}" : Paths.AppPage(id));
}
