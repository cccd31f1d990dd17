using System.Net.Http.Json;
using Marketplace.Contracts.Shared;

namespace Marketplace.Contracts.Identity;

/// <param name="Email">With which the orders were placed.</param>
public sealed record AskGuestCodeRequest(string Email);

/// <param name="Ticket">Belongs to the code that was mailed, if anybody bought under the address; good for ten minutes.</param>
public sealed record GuestCodeAsked(string Ticket);

/// <param name="Code">The six digits of the mail.</param>
/// <param name="Ticket">Of the answer that said that a code is on its way.</param>
public sealed record GuestCodeRequest(string Ticket, string Code);

/// <summary>What is stored of who bought without an account, for who reads their mail.</summary>
public sealed class GuestDataClient(HttpClient http)
{
    public Task<GuestCodeAsked> AskAsync(AskGuestCodeRequest request, CancellationToken ct = default) => http.PostAsync<GuestCodeAsked>("api/v1/guests/data/code", request, ct);

    /// <summary>All of it as a ZIP file.</summary>
    public async Task<byte[]> CopyAsync(GuestCodeRequest request, CancellationToken ct = default)
    {
        using var answer = await http.PostAsJsonAsync(new Uri("api/v1/guests/data/copy", UriKind.Relative), request, ApiHttp.Json, ct);
        await answer.ThrowOnProblemAsync(ct);
        return await answer.Content.ReadAsByteArrayAsync(ct);
    }

    public Task<Nothing> EraseAsync(GuestCodeRequest request, CancellationToken ct = default) => http.PostAsync<Nothing>("api/v1/guests/data/erase", request, ct);
}
