using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Tokens;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.SignIn;

/// <summary>The identity server said no, and will say no again.</summary>
internal sealed class SignInRefusedException(string reason) : Exception(reason);

internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("token_type")] string? TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("id_token")] string? IdToken);

internal sealed record UserInfoAnswer(
    [property: JsonPropertyName("sub")] string? Subject,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("role")] IReadOnlyList<string>? Roles);

/// <summary>What the app asks the identity server behind the browser's back. Nothing it answers is believed unchecked.</summary>
internal sealed class IdentityClient(IHttpClientFactory clients, JwksCache keys, IOptions<SignInOptions> options, TimeProvider clock)
{
    public const string HttpClientName = "identity";
    public const int MaxAnswer = 256 * 1024;
    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = TokenLimits.MaxJsonDepth };

    public Task<TokenAnswer> ExchangeCodeAsync(string code, string verifier, CancellationToken ct) => AskForTokensAsync(
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = verifier, ["redirect_uri"] = CallbackUrl }, ct);

    public Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken ct) =>
        AskForTokensAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, ct);

    public string CallbackUrl => options.Value.Self + SignInPaths.Callback;

    /// <summary>Who the access token stands for. Must be the one that the ID token named.</summary>
    public async Task<UserInfoAnswer> UserInfoAsync(string accessToken, string subject, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Value.Identity + "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var answer = await SendAsync<UserInfoAnswer>(request, ct);
        return answer.Subject == subject ? answer : throw new SignInRefusedException("userinfo is about somebody else");
    }

    public async Task<VerifiedToken> VerifyIdTokenAsync(string? idToken, string? nonce, CancellationToken ct)
    {
        var expected = new TokenExpectation(TokenTypes.IdToken, options.Value.Identity, options.Value.ClientId, clock.GetUtcNow());
        var token = idToken is null ? null : await JwsVerifier.VerifyAsync(idToken, expected, keys.FindAsync, ct);
        if (token is null || token.Texts("aud").Count != 1 || (nonce is not null && token.Text("nonce") != nonce))
        {
            throw new SignInRefusedException("the ID token does not hold");
        }

        return token;
    }

    private async Task<TokenAnswer> AskForTokensAsync(Dictionary<string, string> form, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Identity + "/connect/token") { Content = new FormUrlEncodedContent(form) };
        var credentials = $"{Uri.EscapeDataString(options.Value.ClientId)}:{Uri.EscapeDataString(options.Value.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        var answer = await SendAsync<TokenAnswer>(request, ct);
        return answer is { AccessToken: not null, ExpiresIn: > 0 } && string.Equals(answer.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? answer
            : throw new SignInRefusedException("the token answer is incomplete");
    }

    /// <exception cref="SignInRefusedException">It said no, or something that makes no sense.</exception>
    /// <exception cref="HttpRequestException">It could not be asked, or is in trouble itself.</exception>
    private async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken ct)
    {
        using var client = clients.CreateClient(HttpClientName);
        try
        {
            using var response = await client.SendAsync(request, ct);
            if (response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests)
            {
                throw new HttpRequestException($"The identity server answered {(int)response.StatusCode}.", null, response.StatusCode);
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new SignInRefusedException($"the identity server answered {(int)response.StatusCode}");
            }

            return JsonSerializer.Deserialize<T>(await response.Content.ReadAsByteArrayAsync(ct), Strict)
                ?? throw new SignInRefusedException("the identity server answered nothing");
        }
        catch (JsonException)
        {
            throw new SignInRefusedException("the identity server did not answer in JSON");
        }
        catch (OperationCanceledException slow) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException("The identity server took too long.", slow);
        }
    }
}
