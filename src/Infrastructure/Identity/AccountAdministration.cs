using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Application.Audit;
using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Infrastructure.Identity;

internal sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>The API's own secret at the identity server: its <c>Clients:api:Secret</c>. Without it accounts cannot be administered here.</summary>
    public string? ClientSecret { get; set; }
}

/// <summary>
/// Asks the identity server, with a token of the API itself. Every call may be made twice, so one that got no answer is made once more.
/// </summary>
internal sealed class AccountAdministration(IHttpClientFactory clients, AccountsToken token, Origin origin) : IAccountAdministration
{
    public const string HttpClientName = "accounts";

    public async Task<ManagedAccount?> FindAsync(UserId user, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, user, "", null, ct);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadFromJsonAsync<ManagedAccount>(ct);
    }

    public Task<Result<Done>> SuspendAsync(UserId user, UserId actor, string reason, CancellationToken ct) => TellAsync(HttpMethod.Post, user, "/suspend", Said(actor, reason), ct);

    public Task<Result<Done>> ReactivateAsync(UserId user, UserId actor, CancellationToken ct) => TellAsync(HttpMethod.Post, user, "/reactivate", Said(actor), ct);

    public Task<Result<Done>> EndSignInsAsync(UserId user, UserId actor, CancellationToken ct) => TellAsync(HttpMethod.Post, user, "/end-sign-ins", Said(actor), ct);

    public Task<Result<Done>> RequirePasswordAsync(UserId user, UserId actor, CancellationToken ct) => TellAsync(HttpMethod.Post, user, "/require-password", Said(actor), ct);

    public Task<Result<Done>> RemoveSecondFactorAsync(UserId user, UserId actor, string reason, CancellationToken ct) =>
        TellAsync(HttpMethod.Post, user, "/remove-second-factor", Said(actor, reason), ct);

    public Task<Result<Done>> SetRolesAsync(UserId user, UserId actor, IReadOnlyCollection<string> roles, CancellationToken ct) =>
        TellAsync(HttpMethod.Put, user, "/roles", Said(actor, roles: roles), ct);

    public async Task<Result<UserId>> InviteAsync(UserId user, UserId actor, string name, string email, string reason, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, user, "/invite", Said(actor, reason) with { FullName = name, Email = email }, ct);
        return answer.IsSuccessStatusCode ? new UserId((await answer.Content.ReadFromJsonAsync<Opened>(ct))!.Id) : await WhyNotAsync(answer, ct);
    }

    public Task<Result<Done>> CorrectAsync(UserId user, UserId actor, string name, string? email, string? phone, string reason, CancellationToken ct) =>
        TellAsync(HttpMethod.Post, user, "/correct", Said(actor, reason) with { FullName = name, Email = email, Phone = phone }, ct);

    public async Task<DateTimeOffset?> ActAsync(UserId user, UserId actor, Guid grant, string reason, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, user, "/act", Said(actor, reason) with { Grant = grant }, ct);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Until>(ct))?.EndsAt : null;
    }

    private Word Said(UserId actor, string? reason = null, IReadOnlyCollection<string>? roles = null) => new(actor.Value, reason, roles, origin.Value.Place, origin.Value.TraceId);

    private async Task<Result<Done>> TellAsync(HttpMethod method, UserId user, string action, object body, CancellationToken ct)
    {
        using var answer = await SendAsync(method, user, action, body, ct);
        return answer.IsSuccessStatusCode ? new Done() : await WhyNotAsync(answer, ct);
    }

    private static async Task<Error> WhyNotAsync(HttpResponseMessage answer, CancellationToken ct) =>
        answer.StatusCode == HttpStatusCode.NotFound ? PeopleErrors.NotFound : (await answer.Content.ReadFromJsonAsync<Refusal>(ct))?.Error switch
        {
            "address_taken" => PeopleErrors.AddressTaken,
            "no_address" => PeopleErrors.NoAddress,
            "unfit" => PeopleErrors.Unfit,
            _ => PeopleErrors.LastSuper,
        };

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, UserId user, string action, object? body, CancellationToken ct)
    {
        var http = clients.CreateClient(HttpClientName);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, $"manage/users/{user.Value}{action}") { Content = body is null ? null : JsonContent.Create(body) };
                request.Headers.Authorization = new("Bearer", await token.GetAsync(http, ct));
                var answer = await http.SendAsync(request, ct);
                if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
                {
                    return answer;
                }

                answer.Dispose();
                if (answer.StatusCode == HttpStatusCode.Unauthorized)
                {
                    token.Forget(); // its key may have been withdrawn
                }

                if (attempt == 2)
                {
                    throw new AccountsUnavailableException($"The identity server answered {(int)answer.StatusCode}.");
                }
            }
            catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !ct.IsCancellationRequested))
            {
                if (attempt == 2)
                {
                    throw new AccountsUnavailableException("The identity server does not answer.", away);
                }
            }
        }
    }

    private sealed record Word(Guid Actor, string? Reason, IReadOnlyCollection<string>? Roles, string? Place, string? Trace)
    {
        public Guid? Grant { get; init; }
        public string? FullName { get; init; }
        public string? Email { get; init; }
        public string? Phone { get; init; }
    }

    private sealed record Opened(Guid Id);

    private sealed record Refusal(string Error);

    private sealed record Until(DateTimeOffset EndsAt);
}

/// <summary>The API's own token, asked for anew before it ends.</summary>
internal sealed class AccountsToken(AccountsOptions options, TimeProvider clock)
{
    private const string ClientId = "api";
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);
    private (string Token, DateTimeOffset Until)? _known;

    public async Task<string> GetAsync(HttpClient http, CancellationToken ct)
    {
        if (_known is { } known && known.Until > clock.GetUtcNow())
        {
            return known.Token;
        }

        if (options.ClientSecret is not { Length: > 0 } secret)
        {
            throw new AccountsUnavailableException("Accounts:ClientSecret is not set.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = "accounts.manage" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(secret)}")));
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new AccountsUnavailableException($"The identity server gave no token: {(int)answer.StatusCode}.");
        }

        var given = await answer.Content.ReadFromJsonAsync<Answer>(JsonSerializerOptions.Web, ct) ?? throw new AccountsUnavailableException("The identity server gave no token.");
        _known = (given.AccessToken, clock.GetUtcNow() + TimeSpan.FromSeconds(given.ExpiresIn) - Early);
        return given.AccessToken;
    }

    public void Forget() => _known = null;

    private sealed record Answer([property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
