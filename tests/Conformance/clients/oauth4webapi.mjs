import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';

const http = { [oauth.allowInsecureRequests]: true };

// The verdict of oauth4webapi, step by step, with the public client of a browser.
export const oauth4webapi = {
  async 'oauth4webapi discovery of both kinds'(t) {
    const issuer = new URL(t.issuer);
    await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...http, algorithm: 'oidc' }));
    if (t.name !== 'reference') { // which has the document of OpenID Connect only
      await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...http, algorithm: 'oauth2' }));
    }
  },

  async 'oauth4webapi code flow of a public client'(t) {
    const { server, client, answer } = await signIn(t, t.clients.spa, oauth.None());
    const claims = oauth.getValidatedIdTokenClaims(answer);
    const response = await oauth.userInfoRequest(server, client, answer.access_token, http);
    const person = await oauth.processUserInfoResponse(server, client, claims.sub, response);
    assert.equal(person.email, t.people.asha.email);
  },

  async 'oauth4webapi code flow with the secret in the form'(t) {
    await signIn(t, t.clients.post, oauth.ClientSecretPost(t.clients.post.secret));
  },

  async 'oauth4webapi refresh of a public client'(t) {
    const authenticate = oauth.None();
    const { server, client, answer } = await signIn(t, t.clients.spa, authenticate);
    const response = await oauth.refreshTokenGrantRequest(server, client, authenticate, answer.refresh_token, http);
    const fresh = await oauth.processRefreshTokenResponse(server, client, response);
    assert.notEqual(fresh.refresh_token, answer.refresh_token);
  },

  async 'oauth4webapi introspection and revocation'(t) {
    const authenticate = oauth.ClientSecretBasic(t.clients.app.secret);
    const { server, client, answer } = await signIn(t, t.clients.app, authenticate);
    const ask = async () => oauth.processIntrospectionResponse(server, client,
      await oauth.introspectionRequest(server, client, authenticate, answer.access_token, http));
    assert.equal((await ask()).active, true);
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authenticate, answer.access_token, http));
    assert.equal((await ask()).active, false);
  },

  async 'oauth4webapi client credentials'(t) {
    const { server, client, authenticate } = await prepare(t, t.clients.machine, oauth.ClientSecretBasic(t.clients.machine.secret));
    const response = await oauth.clientCredentialsGrantRequest(server, client, authenticate, { scope: 'marketplace' }, http);
    const answer = await oauth.processClientCredentialsResponse(server, client, response);
    assert.ok(answer.access_token && answer.expires_in > 0);
  },
};

async function prepare(t, known, authenticate) {
  const issuer = new URL(t.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http));
  return { server, client: { client_id: known.id }, authenticate };
}

async function signIn(t, known, authenticate) {
  const { server, client } = await prepare(t, known, authenticate);
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const [redirectUri] = known.redirectUris;
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: client.client_id, redirect_uri: redirectUri, response_type: 'code', scope: 'openid email offline_access', state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const visit = await t.browser().visit(url.href);
  const params = oauth.validateAuthResponse(server, client, new URL(visit.url), state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, authenticate, params, redirectUri, verifier, http);
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, response, http);
  return { server, client, answer };
}
