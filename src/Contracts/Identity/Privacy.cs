using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <param name="DeletionDueAt">When the account will be deleted, if that was asked for.</param>
/// <param name="Hindrances">Why it cannot be deleted now, in sentences.</param>
/// <param name="CoolingOffDays">How long a deletion can be taken back.</param>
/// <param name="Copy">The copy of the person's data that was asked for last; null when none was.</param>
public sealed record PrivacyDto(DateTimeOffset? DeletionDueAt, IReadOnlyList<string> Hindrances, double CoolingOffDays, DataCopyDto? Copy);

/// <param name="AskedAt">When it was asked for.</param>
/// <param name="ReadyAt">When it was ready; null while it is being made.</param>
/// <param name="ExpiresAt">Null while it is being made.</param>
public sealed record DataCopyDto(DateTimeOffset AskedAt, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt);

/// <param name="Confirmation">The words <c>delete my account</c>.</param>
public sealed record DeleteAccountRequest(string Confirmation);

public sealed class PrivacyClient(HttpClient http)
{
    public Task<PrivacyDto> GetAsync(CancellationToken ct = default) => http.GetAsync<PrivacyDto>("api/v1/me/privacy", ct);
    public Task<PrivacyDto> DeleteAccountAsync(DeleteAccountRequest request, CancellationToken ct = default) => http.PostAsync<PrivacyDto>("api/v1/me/deletion", request, ct);
    public Task<Nothing> KeepAccountAsync(CancellationToken ct = default) => http.DeleteAsync<Nothing>("api/v1/me/deletion", ct);
    public Task<PrivacyDto> AskForCopyAsync(CancellationToken ct = default) => http.PostAsync<PrivacyDto>("api/v1/me/data-copy", null, ct);

    /// <summary>The copy as a ZIP file. The caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> CopyAsync(CancellationToken ct = default)
    {
        var answer = await http.GetAsync(new Uri("api/v1/me/data-copy/file", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        await answer.ThrowOnProblemAsync(ct);
        return answer;
    }
}
