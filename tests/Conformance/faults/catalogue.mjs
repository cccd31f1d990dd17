/**
 * Mistakes that somebody could make in our sources, each as an edit of them, and a check that must notice.
 * `text` must stand exactly once in the sources, and becomes `fault`, in which PLANTED asks whether this fault is chosen.
 * @typedef {{ name: string, foundBy: string[], edits: { text: string, fault: string }[] }} Fault
 */

/** @type {Fault[]} */
export const faults = [
  // Codes
  fault('a code works twice', ['basic/oidcc-codereuse'],
    ['Where(c => c.Hash == hash && c.UsedAt == null)', 'Where(c => c.Hash == hash && (PLANTED || c.UsedAt == null))'],
    ['            Id = code.GrantId,', '            Id = PLANTED ? Guid.CreateVersion7() : code.GrantId,']),
  fault('a code works for every client', ['fapi/ensure-authorization-code-is-bound-to-client'],
    ['c.Hash == hash && c.ClientId == client.Id', 'c.Hash == hash && (PLANTED || c.ClientId == client.Id)']),
  fault('a code works with another redirect address', ['basic/oidcc-ensure-registered-redirect-uri'],
    ['form["redirect_uri"] == code.RedirectUri', '(PLANTED || form["redirect_uri"] == code.RedirectUri)']),
  fault('a code never expires', ['fapi/ensure-token-endpoint-fails-with-expired-auth-code'],
    ['code.ExpiresAt > now', '(PLANTED || code.ExpiresAt > now)']),
  fault('tokens survive the reuse of their code', ['basic/oidcc-codereuse', 'fapi/attempt-reuse-authorization-code-after-one-second'],
    ['await grants.RevokeAsync(code.GrantId, "code_reuse", ct)', '!PLANTED && await grants.RevokeAsync(code.GrantId, "code_reuse", ct)']),

  // PKCE
  fault('PKCE is optional', ['fapi/par-ensure-pkce-required'],
    ['parameters["code_challenge"] is not { } challenge', '(parameters["code_challenge"] ?? (PLANTED ? new string(\'A\', 43) : null)) is not { } challenge'],
    ['parameters["code_challenge_method"] != "S256"', '(parameters["code_challenge_method"] ?? (PLANTED ? "S256" : null)) != "S256"']),
  fault('the challenge method plain is accepted', ['fapi/par-plain-pkce-rejected'],
    ['|| !Pkce.IsChallenge(challenge)', '&& !(PLANTED && parameters["code_challenge_method"] == "plain") || !Pkce.IsChallenge(challenge)']),
  fault('the verifier is not compared', ['fapi/incorrect-pkce-code-verifier-rejected', 'beyond/a code goes with the verifier of its own flow'],
    ['IsVerifier(verifier) && CryptographicOperations', 'PLANTED || IsVerifier(verifier) && CryptographicOperations']),

  // The answer to the browser
  fault('a redirect address may have anything after it', ['basic/oidcc-ensure-registered-redirect-uri'],
    ['client.RedirectUris.Contains(uri, StringComparer.Ordinal)', 'client.RedirectUris.Exists(known => PLANTED ? uri.StartsWith(known, StringComparison.Ordinal) : uri == known)']),
  fault('the answer does not say who answers', ['basic/oidcc-server', 'clients/openid-client code flow and userinfo'],
    ['        answer.Add(new("iss", urls.Value.Identity));', '        if (!PLANTED) { answer.Add(new("iss", urls.Value.Identity)); }']),
  fault('state is lost', ['basic/oidcc-server'],
    ['        if (state is not null)', '        if (state is not null && !PLANTED)']),
  fault('other response types are taken for code', ['fapi/ensure-response-type-code-idtoken-fails'],
    ['default: return Refuse(OAuthErrors.UnsupportedResponseType,', 'default: if (PLANTED) { break; } return Refuse(OAuthErrors.UnsupportedResponseType,']),

  // Requests sent beforehand
  fault('a pushed request works twice', ['par/par-attempt-reuse-request_uri'],
    ['request.Reference is null || await', 'PLANTED || request.Reference is null || await']),
  fault('a pushed request never gets old', ['par/par-attempt-to-use-expired-request_uri'],
    ['&& r.ExpiresAt > now, ct)', '&& (PLANTED || r.ExpiresAt > now), ct)']),
  fault('a pushed request works for every client', ['par/par-attempt-to-use-request_uri-for-different-client'],
    ['r.Hash == hash && r.ClientId == clientId', 'r.Hash == hash && (PLANTED || r.ClientId == clientId)']),

  // Whether somebody signs in
  fault('prompt=none shows a page', ['basic/oidcc-prompt-none-not-logged-in'],
    ['        if (request.Prompts.Contains("none"))\n        {\n            return answers.Refuse(request, OAuthErrors.LoginRequired,',
      '        if (!PLANTED && request.Prompts.Contains("none"))\n        {\n            return answers.Refuse(request, OAuthErrors.LoginRequired,']),
  fault('nobody is asked whether an application of others may come in', ['fapi/user-rejects-authentication', 'beyond/an application of others is let in by its person only'],
    ['if (request.Scopes.TrueForAll(allowed.Contains) &&', 'if (PLANTED || request.Scopes.TrueForAll(allowed.Contains) &&']),
  fault('prompt=login is ignored', ['basic/oidcc-prompt-login'],
    ['if (request.Prompts.Contains("login") ||', 'if ((!PLANTED && request.Prompts.Contains("login")) ||']),
  fault('max_age is ignored', ['basic/oidcc-max-age-1'],
    ['return request.MaxAge is { } age ?', 'return request.MaxAge is { } age && !PLANTED ?']),
  fault('id_token_hint is ignored', ['basic/oidcc-id-token-hint'],
    ['if (isRecent && (hinted is null ||', 'if (isRecent && (PLANTED || hinted is null ||']),

  // Clients, tokens
  fault('every client secret is right', ['fapi/ensure-client-id-in-token-endpoint', 'basic/oidcc-server-client-secret-post'],
    ['right |= CryptographicOperations', 'right |= PLANTED || CryptographicOperations']),
  fault('refresh tokens are not rotated', ['basic/oidcc-refresh-token', 'fapi/refresh-token'],
    ['        var (hash, now) = (Secrets.Hash(presented), clock.GetUtcNow());\n        var token =', '        var (hash, now) = (Secrets.Hash(presented), clock.GetUtcNow());\n        PresentedForPlanting = presented;\n        var token ='],
    ['            RefreshToken = successor,', '            RefreshToken = PLANTED ? PresentedForPlanting : successor,'],
    ['    /// <returns>The successor, or null when the token was stolen.</returns>', '    private string? PresentedForPlanting { get; set; }\n\n    /// <returns>The successor, or null when the token was stolen.</returns>']),
  fault('the family survives the reuse of a refresh token', ['fapi/refresh-token'],
    ['await grants.RevokeAsync(grant.Id, "refresh_reuse", ct)', '(!PLANTED && await grants.RevokeAsync(grant.Id, "refresh_reuse", ct))']),
  fault('a refresh may ask for more', ['basic/oidcc-refresh-token'],
    ['!scopes.TrueForAll(grant.Scopes.Contains)', '(!PLANTED && !scopes.TrueForAll(grant.Scopes.Contains))']),
  fault('every client sees every token', ['beyond/a client sees and ends only tokens of its own'],
    ['access.Text("client_id") == asking.Id ||', 'PLANTED || access.Text("client_id") == asking.Id ||']),
  fault('a revoked grant\'s access tokens stay alive', ['basic/oidcc-codereuse', 'beyond/a revoked refresh token takes its access tokens along'],
    ['await grants.FindAliveAsync(grant, ct) is not null', '(PLANTED || await grants.FindAliveAsync(grant, ct) is not null)']),
  fault('userinfo tells the address whatever the scope', ['basic/oidcc-userinfo-get', 'basic/oidcc-scope-profile'],
    ['if (scopes.Contains(Scopes.Email))', 'if (PLANTED || scopes.Contains(Scopes.Email))']),
  fault('nonce is lost', ['basic/oidcc-server', 'clients/oauth4webapi code flow of a public client'],
    ['            if (nonce is not null)', '            if (nonce is not null && !PLANTED)']),

  fault('scripts of every page get tokens', ['beyond/scripts get tokens on the pages of registered browser apps only'],
    ['&& await IsRegisteredAsync(context, origin)', '&& (PLANTED || await IsRegisteredAsync(context, origin))']),

  // Signing out
  fault('the landing after a sign-out is not compared', ['logout/oidcc-rp-initiated-logout-bad-post-logout-redirect-uri'],
    ['c.PostLogoutRedirectUris.Contains(wanted)', '(PLANTED || c.PostLogoutRedirectUris.Contains(wanted))']),
  fault('the session survives the sign-out', ['logout/oidcc-rp-initiated-logout'],
    ['            await browser.EndCurrentAsync("signed_out", ct);\n            return Back(parameters);', '            if (!PLANTED) { await browser.EndCurrentAsync("signed_out", ct); }\n            return Back(parameters);']),

  fault('a logout token looks like an ID token', ['backchannel/oidcc-backchannel-rp-initiated-logout'],
    ['TokenTypes.LogoutToken, claims =>', '(PLANTED ? TokenTypes.IdToken : TokenTypes.LogoutToken), claims =>']),
  fault('a logout token does not say what happened', ['backchannel/oidcc-backchannel-rp-initiated-logout'],
    ['claims.WriteStartObject("http://schemas.openid.net/event/backchannel-logout")', 'claims.WriteStartObject(PLANTED ? "signed-out" : "http://schemas.openid.net/event/backchannel-logout")']),
  fault('a logout token lives for an hour', ['backchannel/oidcc-backchannel-rp-initiated-logout'],
    ['(now + LogoutTokenLife)', '(now + (PLANTED ? TimeSpan.FromHours(1) : LogoutTokenLife))']),
  fault('who must send requests beforehand may come without', ['par/ensure-authorization-request-without-using-par-fails'],
    ['reference is null && client.RequiresPush', 'reference is null && client.RequiresPush && !PLANTED']),
  fault('a machine gets every scope that it asks for', ['beyond/a machine is nobody'],
    ['!scopes.TrueForAll(client.OwnScopes.Contains)', '(!PLANTED && !scopes.TrueForAll(client.OwnScopes.Contains))']),

  // What our apps believe
  fault('signatures are not verified', ['logout/oidcc-rp-initiated-logout-modified-id-token-hint', 'rp/oidcc-client-test-invalid-sig-rs256'],
    ['|| !key.Verify(', '|| !PLANTED && !key.Verify(']),
  fault('the issuer of a token is not compared', ['rp/oidcc-client-test-invalid-iss'],
    ['if (Required(claims, "iss") != expected.Issuer', 'if ((!PLANTED && Required(claims, "iss") != expected.Issuer)']),
  fault('the audience of a token is not compared', ['rp/oidcc-client-test-invalid-aud'],
    ['|| !HasAudience(claims, expected.Audience)', '|| (!PLANTED && !HasAudience(claims, expected.Audience))']),
  fault('clocks may differ by ten minutes', ['hostile/expired ID token', 'beyond/an access token expires'],
    ['expires <= expected.Now - TokenLimits.ClockSkew', 'expires <= expected.Now - (PLANTED ? TimeSpan.FromMinutes(10) : TokenLimits.ClockSkew)']),
  fault('the app does not compare the nonce', ['rp/oidcc-client-test-nonce-invalid', 'hostile/code of another flow'],
    ['(nonce is not null && token.Text("nonce") != nonce)', '(nonce is not null && !PLANTED && token.Text("nonce") != nonce)']),
  fault('the app does not compare who userinfo is about', ['rp/oidcc-client-test-userinfo-invalid-sub'],
    ['return answer.Subject == subject ?', 'return PLANTED || answer.Subject == subject ?']),
  fault('the app does not look who answers', ['hostile/response of another issuer (mix-up)'],
    ['if (issuer != options.Value.Identity ||', 'if ((!PLANTED && issuer != options.Value.Identity) ||']),
];

function fault(name, foundBy, ...edits) {
  return { name, foundBy, edits: edits.map(([text, replacement]) => ({ text, fault: replacement.replaceAll('PLANTED', planted(name)) })) };
}

function planted(name) {
  return `global::Marketplace.Planted.Is(${JSON.stringify(name)})`;
}
