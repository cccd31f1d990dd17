using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Audit;

/// <summary>Who did something, as <see cref="AuditItem.Actor"/> says it.</summary>
public static class AuditActors
{
    /// <summary>Somebody who was signed in.</summary>
    public const string Person = "PERSON";

    /// <summary>A program of the shop.</summary>
    public const string ApiKey = "API_KEY";

    /// <summary>A command on the server.</summary>
    public const string Server = "SERVER";

    /// <summary>An administrator, to the people of a shop.</summary>
    public const string Marketplace = "MARKETPLACE";
}

/// <summary>One line of the audit log.</summary>
/// <param name="Actor">Of <see cref="AuditActors"/>.</param>
/// <param name="ActorId">The number of the account or of the key; null for a command on the server.</param>
/// <param name="ActorName">What the actor was called then.</param>
/// <param name="ActingForId">In whose place the actor worked.</param>
/// <param name="ActingForName">What the person in whose place the actor worked was called then.</param>
/// <param name="VendorId">The shop that it concerns, when it concerns one.</param>
/// <param name="Action">What was done: <c>price.changed</c>.</param>
/// <param name="SubjectKind">What was changed: <c>account</c>, <c>shop</c>, <c>variant</c> and others.</param>
/// <param name="SubjectId">Which one: its id, or its number.</param>
/// <param name="SubjectName">What it was called then.</param>
/// <param name="Before">How it was, in words; null when there was nothing.</param>
/// <param name="After">How it is since, in words; null when it is gone.</param>
/// <param name="Reason">Why, as the actor said it.</param>
/// <param name="Place">The network, without the last part of the address. Only for administrators, like the trace.</param>
/// <param name="TraceId">Under which the request stands in the logs.</param>
public sealed record AuditItem(
    Guid Id, DateTimeOffset At, string Actor, Guid? ActorId, string ActorName, Guid? ActingForId, string? ActingForName, Guid? VendorId, string Action, string SubjectKind,
    string SubjectId, string? SubjectName, string? Before, string? After, string? Reason, string? Place, string? TraceId);

/// <param name="Who">The number of an account, or a part of a name, address or phone number.</param>
/// <param name="What">A kind of subject: <c>account</c>, <c>shop</c>, <c>variant</c> and others.</param>
/// <param name="SubjectId">One subject of that kind.</param>
public sealed record AuditFilterDto(string? Who = null, string? What = null, string? SubjectId = null, DateOnly? From = null, DateOnly? To = null);

public sealed class AuditClient(HttpClient http)
{
    private const string Root = "api/v1/admin/audit";
    private const string ShopRoot = "api/v1/vendor/audit";

    public Task<Page<AuditItem>> ListAsync(AuditFilterDto filter, string? cursor = null, int size = 50, CancellationToken ct = default) =>
        http.GetAsync<Page<AuditItem>>(Root + QueryOf(filter, cursor, size), ct);

    public Task<Page<AuditItem>> ShopAsync(AuditFilterDto filter, string? cursor = null, int size = 50, CancellationToken ct = default) =>
        http.GetAsync<Page<AuditItem>>(ShopRoot + QueryOf(filter, cursor, size), ct);

    public Task<Stream> ExportAsync(AuditFilterDto filter, CancellationToken ct = default) => ReadAsync($"{Root}/export" + QueryOf(filter, null, null), ct);

    public Task<Stream> ExportShopAsync(AuditFilterDto filter, CancellationToken ct = default) => ReadAsync($"{ShopRoot}/export" + QueryOf(filter, null, null), ct);

    private static string QueryOf(AuditFilterDto filter, string? cursor, int? size) => ApiHttp.Query(
        ("who", filter.Who), ("what", filter.What), ("subjectId", filter.SubjectId), ("from", filter.From), ("to", filter.To), ("cursor", cursor), ("size", size));

    private async Task<Stream> ReadAsync(string path, CancellationToken ct)
    {
        var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        await response.ThrowOnProblemAsync(ct);
        return await response.Content.ReadAsStreamAsync(ct);
    }
}
