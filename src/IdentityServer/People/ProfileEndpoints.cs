using System.Globalization;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.People;

/// <summary>The page on which people say who they are. Their name is kept here, everything else at the marketplace.</summary>
internal static class ProfileEndpoints
{
    private const string Title = "Profile";
    private const int MaxPhoto = (10 * 1024 * 1024) + (64 * 1024);
    private static readonly Dictionary<string, string> NoErrors = [];

    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Profile, Show);
        routes.MapPost(Paths.Profile, Save).RequireOurForm();
        routes.MapPost(Paths.Name, Rename).RequireOurForm();
        routes.MapPost(Paths.Photo, ShowPhoto).RequireOurPicture(MaxPhoto);
        routes.MapPost(Paths.RemovePhoto, RemovePhoto).RequireOurForm();
    }

    private static Task<IResult> Show([AsParameters] PeopleDesk desk, string? done, CancellationToken ct) => desk.AskAsync(
        Paths.Profile, Title, async (http, user) => await PageAsync(desk, http, user, NoErrors, done, ct), ct);

    private static Task<IResult> Save([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Profile, Title, async (http, user) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        var profile = new ProfileClient(http);
        var present = await profile.GetAsync(ct);
        var (input, errors) = ProfileForm.Read(form, present);
        if (errors.Count == 0)
        {
            try
            {
                await profile.SaveAsync(input, ct);
                return Done("saved");
            }
            catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
            {
                errors[refused.Field ?? ""] = refused.Message;
            }
        }

        var shown = present with
        {
            Username = input.Username, Bio = input.Bio, Location = input.Location, ShownTo = input.ShownTo, Measurements = input.Measurements,
            Revision = errors.ContainsKey("revision") ? present.Revision : input.Revision,
        };
        return desk.Show<ProfilePage>(new ProfilePage.Person(user.FullName, shown, form, errors, null), isRefused: true);
    }, ct);

    private static Task<IResult> Rename([AsParameters] PeopleDesk desk, ChangeName change, CancellationToken ct) => desk.AskAsync(Paths.Profile, Title, async (http, user) =>
    {
        var text = (await desk.Http.Request.ReadFormAsync(ct))["fullName"].ToString();
        return await change.RunAsync(user, text, ct) is { } wrong
            ? await PageAsync(desk, http, user, new() { ["fullName"] = wrong }, null, ct)
            : Done("name");
    }, ct);

    private static Task<IResult> ShowPhoto([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Profile, Title, async (http, user) =>
    {
        var form = await desk.Http.Request.ReadFormAsync(ct);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await PageAsync(desk, http, user, new() { ["file"] = "Choose a picture first." }, null, ct);
        }

        try
        {
            await using var content = file.OpenReadStream();
            await new ProfileClient(http).ShowPhotoAsync(content, "photo", ct);
            return Done("photo");
        }
        catch (ApiException refused) when (PeopleDesk.IsRefusal(refused))
        {
            return await PageAsync(desk, http, user, new() { ["file"] = refused.Message }, null, ct);
        }
    }, ct);

    private static Task<IResult> RemovePhoto([AsParameters] PeopleDesk desk, CancellationToken ct) => desk.AskAsync(Paths.Profile, Title, async (http, _) =>
    {
        await new ProfileClient(http).RemovePhotoAsync(ct);
        return Done("no-photo");
    }, ct);

    private static async Task<IResult> PageAsync(PeopleDesk desk, HttpClient http, User user, Dictionary<string, string> errors, string? done, CancellationToken ct) =>
        desk.Show<ProfilePage>(new ProfilePage.Person(user.FullName, await new ProfileClient(http).GetAsync(ct), null, errors, done), isRefused: errors.Count > 0);

    private static SeeOther Done(string done) => new($"{Paths.Profile}?done={done}");
}

/// <summary>The profile as its form sends it.</summary>
internal static class ProfileForm
{
    public static IReadOnlyList<(string Name, string Label)> Lengths { get; } =
        [("height", "Height"), ("chest", "Chest"), ("waist", "Waist"), ("hips", "Hips"), ("inseam", "Inseam")];

    public static (SaveProfileRequest Input, Dictionary<string, string> Errors) Read(IFormCollection form, MyProfile present)
    {
        var errors = new Dictionary<string, string>();
        var unit = form["unit"] == "INCH" ? "INCH" : "CENTIMETRE";
        var lengths = Lengths.ToDictionary(l => l.Name, l => Number($"measurements.{l.Name}") is { } value ? new LengthDto(value, unit) : null);
        var system = form["system"].ToString() is "UK" or "US" ? form["system"].ToString() : "EU";
        var shoes = Number("measurements.shoes") is { } size ? new ShoeSizeDto(size, system) : null;
        var input = new SaveProfileRequest(
            int.TryParse(form["revision"], CultureInfo.InvariantCulture, out var revision) ? revision : 0,
            form["username"].ToString().Trim() is { Length: > 0 } username ? username : null,
            form["bio"].ToString().ReplaceLineEndings("\n"), form["location"].ToString(), present.Position,
            form["shownTo"].ToString() is "FOLLOWED" or "NOBODY" ? form["shownTo"].ToString() : "EVERYONE",
            new(lengths["height"], lengths["chest"], lengths["waist"], lengths["hips"], lengths["inseam"], shoes));
        return (input, errors);

        decimal? Number(string field)
        {
            var text = form[field].ToString().Trim().Replace(',', '.');
            if (text.Length == 0)
            {
                return null;
            }

            if (text.Length > 8 || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                errors[field] = "Enter a number.";
                return null;
            }

            return number;
        }
    }
}
