using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Legal;
using Marketplace.Contracts.Notifications;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.People;

/// <summary>The page on which people take a copy of their data, and on which they go.</summary>
internal static class PrivacyEndpoints
{
    private const string Title = "Privacy";

    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Privacy, Show);
        routes.MapPost(Paths.AskForData, AskForData).RequireOurForm();
        routes.MapGet(Paths.Data, Download);
        routes.MapPost(Paths.DeleteAccount, Delete).RequireOurForm();
        routes.MapPost(Paths.KeepAccount, Keep).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? done, CancellationToken ct) => desk.AskAsync(
        Paths.Privacy, Title, (http, _) => PageAsync(desk, http, null, done, ct), ct);

    private static Task<IResult> AskForData([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskRecentAsync(Paths.Privacy, Title, async (http, _) =>
    {
        try
        {
            await new PrivacyClient(http).AskForCopyAsync(ct);
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return await PageAsync(desk, http, refused.Message, null, ct);
        }

        return Done("asked");
    }, ct);

    /// <summary>Only for who has just shown who they are: a browser left open must not give everything away.</summary>
    private static Task<IResult> Download([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskRecentAsync(Paths.Privacy, Title, async (http, _) =>
    {
        try
        {
            using var copy = await new PrivacyClient(http).CopyAsync(ct);
            return Results.File(await copy.Content.ReadAsByteArrayAsync(ct), "application/zip", "my-data.zip");
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return await PageAsync(desk, http, "This copy is not here any more. Ask for a new one.", null, ct);
        }
    }, ct);

    private static Task<IResult> Delete([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskRecentAsync(Paths.Privacy, Title, async (http, _) =>
    {
        try
        {
            var words = (await desk.Http.Request.ReadFormAsync(ct))["confirmation"].ToString();
            await new PrivacyClient(http).DeleteAccountAsync(new(words), ct);
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return await PageAsync(desk, http, refused.Message, null, ct);
        }

        return Done("leaving");
    }, ct);

    private static Task<IResult> Keep([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Privacy, Title, async (http, _) =>
    {
        try
        {
            await new PrivacyClient(http).KeepAccountAsync(ct);
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return Done("kept"); // it was kept already
        }

        return Done("kept");
    }, ct);

    private static async Task<IResult> PageAsync(PeopleDesk desk, HttpClient http, string? refusal, string? done, CancellationToken ct) =>
        desk.Show<PrivacyPage>(
            new PrivacyPage.Wishes(
                await new PrivacyClient(http).GetAsync(ct), await new SharingClient(http).GetAsync(ct), await new AgreementsClient(http).ListAsync(ct), await new MarketingClient(http).GetAsync(ct),
                refusal, done, desk.Clock.GetUtcNow()),
            isRefused: refusal is not null);

    private static SeeOther Done(string done) => new($"{Paths.Privacy}?done={done}");
}
