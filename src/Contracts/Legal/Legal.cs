using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Legal;

/// <summary>The texts that say what holds between the marketplace and people.</summary>
public static class LegalKinds
{
    /// <summary>What people agree to.</summary>
    public const string Terms = "terms";

    /// <summary>What is kept of people, why and how long.</summary>
    public const string Privacy = "privacy";

    /// <summary>Which cookies are set, and for what.</summary>
    public const string Cookies = "cookies";

    public static IReadOnlyList<string> All { get; } = [Terms, Privacy, Cookies];
}

/// <param name="Kind">One of <see cref="LegalKinds"/>.</param>
/// <param name="Body">Plain text: lines that begin with <c>#</c> are headings, with <c>-</c> items of a list; <c>**bold**</c> and <c>[words](address)</c> stand for what they say. No HTML.</param>
/// <param name="IsCurrent">Whether it holds now; older versions are kept.</param>
/// <param name="Versions">All of them, the newest first.</param>
/// <param name="Version">Counts up with each that is published.</param>
/// <param name="PublishedAt">Since when it holds, or held.</param>
public sealed record LegalTextDto(string Kind, int Version, string Body, DateTimeOffset PublishedAt, bool IsCurrent, IReadOnlyList<LegalVersionItem> Versions);

/// <param name="AsksEverybody">Whether people who had agreed to an older one were asked again.</param>
/// <param name="Version">Counts up with each that is published.</param>
/// <param name="PublishedAt">Since when it holds, or held.</param>
public sealed record LegalVersionItem(int Version, DateTimeOffset PublishedAt, bool AsksEverybody);

/// <param name="BasedOn">The version that the writer saw.</param>
/// <param name="AsksEverybody">Whether people who have agreed to an older one are asked again at their next sign-in; for the terms only.</param>
/// <param name="Body">The whole text: headings, paragraphs, lists and links in Markdown, and no HTML.</param>
public sealed record PublishLegalTextRequest(string Body, int BasedOn, bool AsksEverybody);

/// <param name="Place"><c>REGISTER</c>, <c>FINISH</c> (an account without a password), <c>EXTERNAL</c> (one that Google opened) or <c>ASKED</c> (the page that asks who has an account).</param>
/// <param name="Version">Which version of the terms it was.</param>
public sealed record AgreementDto(int Version, DateTimeOffset At, string Place);

public sealed class LegalClient(HttpClient http)
{
    /// <param name="version">Null for the one that holds now.</param>
    public Task<LegalTextDto> GetAsync(string kind, int? version = null, CancellationToken ct = default) =>
        http.GetAsync<LegalTextDto>($"api/v1/legal/{kind}" + ApiHttp.Query(("version", version)), ct);

    public Task<LegalTextDto> PublishAsync(string kind, PublishLegalTextRequest request, CancellationToken ct = default) =>
        http.PostAsync<LegalTextDto>($"api/v1/admin/legal/{kind}/versions", request, ct);
}

public sealed class AgreementsClient(HttpClient http)
{
    /// <summary>What the signed-in person agreed to, the newest first.</summary>
    public Task<IReadOnlyList<AgreementDto>> ListAsync(CancellationToken ct = default) => http.GetAsync<IReadOnlyList<AgreementDto>>("api/v1/me/agreements", ct);
}
