import assert from 'node:assert/strict';
import * as oidc from 'openid-client';

// The verdict of openid-client, which is certified and checks every answer by itself.
export const openidClient = {
  async 'openid-client code flow and userinfo'(t) {
    const { config, tokens } = await signIn(t);
    const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.equal(person.email, t.people.asha.email);
  },

  async 'openid-client refresh'(t) {
    const { config, tokens } = await signIn(t);
    const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token);
    assert.notEqual(fresh.refresh_token, tokens.refresh_token);
    assert.equal(fresh.claims().sub, tokens.claims().sub);
  },

  async 'openid-client introspection and revocation'(t) {
    const { config, tokens } = await signIn(t);
    assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, true);
    assert.equal((await oidc.tokenIntrospection(config, tokens.refresh_token)).active, true);
    await oidc.tokenRevocation(config, tokens.refresh_token);
    assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, false);
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), (e) => e.error === 'invalid_grant');
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub));
  },

  async 'openid-client pushed request'(t) {
    const { config, tokens } = await signIn(t, t.clients.app, (known, params) => oidc.buildAuthorizationUrlWithPAR(known, params));
    assert.equal((await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)).email, t.people.asha.email);
  },

  async 'openid-client logout'(t) {
    const { config, tokens, browser, client } = await signIn(t);
    const [landing] = client.postLogoutRedirectUris;
    const url = oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: landing, state: 'bye' });
    const visit = await browser.visit(url.href);
    assert.equal(visit.url, `${landing}?state=bye`);
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), (e) => e.error === 'invalid_grant');
  },

  async 'openid-client client credentials'(t) {
    const config = await discover(t, t.clients.machine);
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'marketplace' });
    assert.ok(tokens.access_token && !tokens.refresh_token && !tokens.id_token);
    assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).client_id, t.clients.machine.id);
  },
};

export function discover(t, client) {
  return oidc.discovery(new URL(t.issuer), client.id, undefined, oidc.ClientSecretBasic(client.secret), { execute: [oidc.allowInsecureRequests] });
}

async function signIn(t, client = t.clients.app, buildUrl = oidc.buildAuthorizationUrl) {
  const config = await discover(t, client);
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = await buildUrl(config, {
    redirect_uri: client.redirectUris[0], scope: 'openid email offline_access', state, nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const browser = t.browser();
  const visit = await browser.visit(url.href);
  const tokens = await oidc.authorizationCodeGrant(config, new URL(visit.url), {
    pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true,
  });
  return { config, tokens, browser, client };
}
