using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <summary>The signed-in person's own profile, with what nobody else sees.</summary>
/// <param name="Username">Null as long as none was chosen: nobody finds the person without it.</param>
/// <param name="Name">Changed at the identity server.</param>
/// <param name="Bio">What the person says of themselves; may be empty.</param>
/// <param name="Location">A place in words; may be empty.</param>
/// <param name="Position">The place on the map, which nobody else sees.</param>
/// <param name="ShownTo"><c>EVERYONE</c>, <c>FOLLOWED</c> (those whom the person follows) or <c>NOBODY</c>.</param>
/// <param name="Revision">0 as long as nothing was saved; a change says which one it saw.</param>
public sealed record MyProfile(
    string? Username, string Name, string Bio, string Location, PositionDto? Position, ImageDto? Photo, string ShownTo, MeasurementsDto Measurements, int Revision) : IRevised;

/// <param name="Revision">The one that was read: with another one now it is refused (409).</param>
/// <param name="Username">3 to 30 letters a to z, digits, and single dots or underscores between them. It can be changed, not taken away.</param>
/// <param name="Bio">Up to 300 characters; may be empty.</param>
/// <param name="Location">A place in words, up to 80 characters; may be empty.</param>
/// <param name="ShownTo"><c>EVERYONE</c>, <c>FOLLOWED</c> (those whom the person follows) or <c>NOBODY</c>.</param>
public sealed record SaveProfileRequest(int Revision, string? Username, string Bio, string Location, PositionDto? Position, string ShownTo, MeasurementsDto Measurements);

/// <param name="Value">10 to 300 cm or the same in inches, with one decimal.</param>
/// <param name="Unit"><c>CENTIMETRE</c> or <c>INCH</c>.</param>
public sealed record LengthDto(decimal Value, string Unit);

/// <param name="Value">As it is printed on the shoe: whole or half.</param>
/// <param name="System"><c>EU</c>, <c>UK</c> or <c>US</c>.</param>
public sealed record ShoeSizeDto(decimal Value, string System);

/// <summary>What is not known is null.</summary>
/// <param name="Height">From head to foot.</param>
/// <param name="Chest">Around the chest.</param>
/// <param name="Waist">Around the waist.</param>
/// <param name="Hips">Around the hips.</param>
/// <param name="Inseam">From the step to the floor.</param>
/// <param name="Shoes">Size of the shoes.</param>
public sealed record MeasurementsDto(LengthDto? Height, LengthDto? Chest, LengthDto? Waist, LengthDto? Hips, LengthDto? Inseam, ShoeSizeDto? Shoes);

/// <param name="Language">A BCP 47 tag: <c>en-IN</c>.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Theme"><c>SYSTEM</c>, <c>LIGHT</c> or <c>DARK</c>.</param>
/// <param name="Interests">What the person likes to hear of, in their words: up to 20, of 40 characters each.</param>
public sealed record PreferencesDto(string Language, string Currency, string Theme, IReadOnlyList<string> Interests);

/// <summary>What others see of a person.</summary>
/// <param name="Bio">What the person says of themselves; may be empty.</param>
/// <param name="Location">A place in words; may be empty.</param>
/// <param name="Followers">How many people follow the person.</param>
/// <param name="Following">How many people the person follows.</param>
/// <param name="IsFollowed">The signed-in person follows them.</param>
/// <param name="Presence">Null unless the person lets it be seen.</param>
public sealed record PersonDto(
    string Username, string Name, string Bio, string Location, ImageDto? Photo, int Followers, int Following, bool IsFollowed, PresenceDto? Presence = null);

public sealed class ProfileClient(HttpClient http)
{
    public Task<MyProfile> GetAsync(CancellationToken ct = default) => http.GetAsync<MyProfile>("api/v1/me/profile", ct);
    public Task<MyProfile> SaveAsync(SaveProfileRequest request, CancellationToken ct = default) => http.PutAsync<MyProfile>("api/v1/me/profile", request, ct);

    /// <summary>JPEG, PNG, WebP or GIF up to 10 MB.</summary>
    public Task<MyProfile> ShowPhotoAsync(Stream content, string fileName, CancellationToken ct = default) =>
        http.PostAsync<MyProfile>("api/v1/me/profile/photo", new MultipartFormDataContent { { new StreamContent(content), "file", fileName } }, ct);

    public Task<Nothing> RemovePhotoAsync(CancellationToken ct = default) => http.DeleteAsync<Nothing>("api/v1/me/profile/photo", ct);
    public Task<PreferencesDto> PreferencesAsync(CancellationToken ct = default) => http.GetAsync<PreferencesDto>("api/v1/me/preferences", ct);
    public Task<PreferencesDto> PreferAsync(PreferencesDto preferences, CancellationToken ct = default) => http.PutAsync<PreferencesDto>("api/v1/me/preferences", preferences, ct);
}

public sealed class PeopleClient(HttpClient http)
{
    public Task<PersonDto> GetAsync(string username, CancellationToken ct = default) => http.GetAsync<PersonDto>($"api/v1/people/{Uri.EscapeDataString(username)}", ct);

    public Task<Page<PersonDto>> SearchAsync(string q, int page = 1, int size = 20, CancellationToken ct = default) =>
        http.GetAsync<Page<PersonDto>>("api/v1/people" + ApiHttp.Query(("q", q), ("page", page), ("size", size)), ct);
}
