using System.Globalization;
using Marketplace.IdentityServer.Clients;
using Marketplace.Tokens;

namespace Marketplace.IdentityServer.OAuth;

/// <summary>An authorization request that passed every check that needs no user.</summary>
internal sealed record AuthorizeRequest(
    Client Client, string RedirectUri, bool UsesFormPost, string? State, List<string> Scopes, string CodeChallenge,
    string? Nonce, IReadOnlyList<string> Prompts, TimeSpan? MaxAge, string? LoginHint, string? IdTokenHint)
{
    /// <summary>The reference under which the client sent it beforehand, if it did.</summary>
    public string? Reference { get; init; }

    private const int MaxState = 4096;
    private const int MaxNonce = 1000;
    private const int MaxHint = 500;
    private const int MaxIdTokenHint = TokenLimits.MaxTokenLength;
    private static readonly string[] KnownPrompts = ["none", "login", "consent", "select_account", "create"];

    /// <summary>Everything after client and address are known good, so refusals go back to the client.</summary>
    /// <param name="audience">The one resource that there is.</param>
    public static Outcome Read(Parameters parameters, Client client, string redirectUri, string audience)
    {
        var formPost = parameters["response_mode"] == "form_post";
        var state = parameters["state"] is { Length: <= MaxState } echoed && !parameters.Repeated.Contains("state") ? echoed : null;

        Outcome Refuse(string error, string why) => new(null, new(redirectUri, formPost, state, error, why));

        if (parameters.Repeated.Count > 0)
        {
            return Refuse(OAuthErrors.InvalidRequest, "A parameter is repeated or unreadable.");
        }

        if (parameters["state"] is { Length: > MaxState })
        {
            return Refuse(OAuthErrors.InvalidRequest, "The state is too long.");
        }

        if (parameters["request"] is not null)
        {
            return Refuse(OAuthErrors.RequestNotSupported, "Request objects are not supported.");
        }

        if (parameters["request_uri"] is not null)
        {
            return Refuse(OAuthErrors.RequestUriNotSupported, "Request addresses are not supported.");
        }

        switch (parameters["response_type"])
        {
            case null: return Refuse(OAuthErrors.InvalidRequest, "The response_type is missing.");
            case "code": break;
            default: return Refuse(OAuthErrors.UnsupportedResponseType, "Only the response type code is supported.");
        }

        if (parameters["response_mode"] is not (null or "query" or "form_post"))
        {
            return Refuse(OAuthErrors.InvalidRequest, "The response mode is query or form_post.");
        }

        if (!client.Grants.Contains(GrantTypes.AuthorizationCode))
        {
            return Refuse(OAuthErrors.UnauthorizedClient, "This client may not use the code flow.");
        }

        var scopes = parameters["scope"] is { } text ? OAuth.Scopes.Parse(text) : null;
        if (scopes is null || !scopes.TrueForAll(client.Scopes.Contains))
        {
            return Refuse(OAuthErrors.InvalidScope, "The scope is missing, unknown or not allowed to this client.");
        }

        if (parameters["resource"] is { } resource && resource != audience)
        {
            return Refuse(OAuthErrors.InvalidTarget, "There is no such resource.");
        }

        // One method, always: leaving it out would mean "plain".
        if (parameters["code_challenge"] is not { } challenge || parameters["code_challenge_method"] != "S256" || !Pkce.IsChallenge(challenge))
        {
            return Refuse(OAuthErrors.InvalidRequest, "A code_challenge of the method S256 is required.");
        }

        var prompts = (parameters["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!prompts.All(KnownPrompts.Contains) || (prompts.Contains("none") && prompts.Length > 1))
        {
            return Refuse(OAuthErrors.InvalidRequest, "The prompt is unknown or contradicts itself.");
        }

        TimeSpan? maxAge = null;
        if (parameters["max_age"] is { } age)
        {
            if (!int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return Refuse(OAuthErrors.InvalidRequest, "The max_age is no number of seconds.");
            }

            maxAge = TimeSpan.FromSeconds(seconds);
        }

        if (parameters["nonce"] is { Length: > MaxNonce } || parameters["login_hint"] is { Length: > MaxHint }
            || parameters["ui_locales"] is { Length: > MaxHint } || parameters["claims_locales"] is { Length: > MaxHint }
            || parameters["acr_values"] is { Length: > MaxHint } || parameters["display"] is { Length: > MaxHint }
            || parameters["id_token_hint"] is { Length: > MaxIdTokenHint })
        {
            return Refuse(OAuthErrors.InvalidRequest, "A parameter is too long.");
        }

        return new(
            new(client, redirectUri, formPost, state, scopes, challenge, parameters["nonce"], prompts, maxAge, parameters["login_hint"], parameters["id_token_hint"]),
            null);
    }

    public sealed record Outcome(AuthorizeRequest? Request, AuthorizeRefusal? Refusal);
}

/// <summary>An error that the client hears of, at its own address.</summary>
internal sealed record AuthorizeRefusal(string RedirectUri, bool UsesFormPost, string? State, string Error, string Why);
