using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.IdentityServer.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>Who sits at the developers' pages, and what they see there.</summary>
internal sealed record DeveloperDesk(HttpContext Http, BrowserSession Browser, AccountLookup Accounts, IdentityDb Db, ClientUse Use, SecondFactorDuty Duty, TimeProvider Clock)
{
    public async Task<IResult> SignedInAsync(Func<User, Task<IResult>> work, CancellationToken ct) =>
        await Browser.CurrentAsync(ct) is { } current ? await work(current.User) : new SeeOther(Paths.SignInTo(Paths.Developer));

    /// <summary>For who may have applications: the address must be confirmed, so that we know where to reach them.</summary>
    public Task<IResult> ConfirmedAsync(Func<User, Task<IResult>> work, CancellationToken ct) => SignedInAsync(
        async user => user.EmailConfirmed ? await work(user) : new SeeOther(Paths.Developer), ct);

    /// <summary>What cannot be undone, or opens something, is done only by who has just shown who they are.</summary>
    public async Task<IResult> RecentAsync(string back, Func<User, Task<IResult>> work, CancellationToken ct) => await Browser.CurrentAsync(ct) switch
    {
        null => new SeeOther(Paths.SignInTo(back)),
        { } current when !Browser.IsRecent(current.Session) => AccountDesk.Confirm(back),
        { User: { EmailConfirmed: true } user } => await work(user),
        _ => new SeeOther(Paths.Developer),
    };

    /// <summary>For an administrator who has just shown with two things who they are, as the API asks of what changes what others may do.</summary>
    public Task<IResult> JudgeAsync(string back, Func<User, Task<IResult>> work, CancellationToken ct) => AdminAsync(_ => RecentAsync(back, async user =>
        await Browser.CurrentAsync(ct) is { } current && Duty.IsStrongEnough(current.Session.Method)
            ? await work(user)
            : new SeeOther(QueryHelpers.AddQueryString(Paths.SecondFactor, "returnUrl", back)), ct), ct);

    public Task<IResult> AdminAsync(Func<User, Task<IResult>> work, CancellationToken ct) => SignedInAsync(async user =>
        await IsAdminAsync(user, ct) ? await work(user) : NotFound(), ct);

    public async Task<bool> IsAdminAsync(User user, CancellationToken ct) => (await Accounts.FindActiveAsync(user.Id, ct))?.Roles.Contains(Role.Admin) ?? false;

    public IResult NotFound() => ErrorPage.Result(Http, StatusCodes.Status404NotFound, "There is no such application of yours.");

    public Task<Client?> FindAsync(string id, Guid owner, CancellationToken ct) =>
        Db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.OwnerId == owner, ct);

    public async Task<IResult> ListAsync(User user, CancellationToken ct)
    {
        var apps = await Db.Clients.AsNoTracking().Where(c => c.OwnerId == user.Id).OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.Name, c.LogoId, c.Review, c.IsEnabled, People = Db.Consents.Count(x => x.ClientId == c.Id) }).ToListAsync(ct);
        return Page.Result<DeveloperApps>(Http, new DeveloperApps.List(
            user.EmailConfirmed, await IsAdminAsync(user, ct), [.. apps.Select(a => new DeveloperApps.Item(a.Id, a.Name, a.LogoId, AppState.Of(a.Review, a.IsEnabled), a.People))]));
    }

    /// <param name="secret">A new one, which is shown this once.</param>
    public async Task<IResult> ShowAsync(Client client, AppForm form, IReadOnlyDictionary<string, string> errors, string? done, string? secret, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var monthAgo = now.AddDays(-30);
        var model = new DeveloperApp.App(
            client.Id, client.Name, client.LogoId, form, errors, client.IsPublic, client.IsEnabled, client.Review, client.ReviewNote,
            [.. client.Secrets.Where(s => s.ExpiresAt is null || s.ExpiresAt > now).OrderBy(s => s.CreatedAt).Select(s => new DeveloperApp.KeptSecret(s.Id, s.CreatedAt, s.ExpiresAt))],
            await Db.Consents.CountAsync(c => c.ClientId == client.Id, ct),
            await Db.Grants.CountAsync(g => g.ClientId == client.Id && g.CreatedAt > monthAgo, ct),
            await Use.OfAsync(client.Id, ct), now, done, secret);
        return Page.Result<DeveloperApp>(Http, model, errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}

/// <summary>How an application stands, in a word.</summary>
public enum AppState
{
    Trial,
    Waiting,
    Open,
    Refused,
    Off,
}

internal static class AppStates
{
    extension(AppState)
    {
        public static AppState Of(ClientReview review, bool isEnabled) => (review, isEnabled) switch
        {
            (ClientReview.Refused, _) => AppState.Refused,
            (_, false) => AppState.Off,
            (ClientReview.Approved, _) => AppState.Open,
            (ClientReview.Asked, _) => AppState.Waiting,
            _ => AppState.Trial,
        };
    }
}
