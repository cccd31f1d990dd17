import assert from 'node:assert/strict';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';

// The verdict of oidc-client-ts, which is what apps in a browser use. Its window and frames are not needed here.
export const oidcClientTs = {
  async 'oidc-client-ts code flow and userinfo'(t) {
    const { answer } = await signIn(t);
    assert.equal(answer.profile.email, t.people.asha.email);
    assert.ok(answer.access_token && answer.id_token);
  },

  async 'oidc-client-ts refresh'(t) {
    const { client, answer } = await signIn(t);
    const fresh = await client.useRefreshToken({
      state: { refresh_token: answer.refresh_token, id_token: answer.id_token, scope: answer.scope, profile: answer.profile, session_state: null },
    });
    assert.notEqual(fresh.refresh_token, answer.refresh_token);
  },

  async 'oidc-client-ts revocation'(t) {
    const { client, answer } = await signIn(t);
    await client.revokeToken(answer.refresh_token, 'refresh_token');
    await assert.rejects(client.useRefreshToken({
      state: { refresh_token: answer.refresh_token, scope: answer.scope, profile: answer.profile, session_state: null },
    }), (e) => e.error === 'invalid_grant');
  },

  async 'oidc-client-ts logout'(t) {
    const { client, answer, browser } = await signIn(t);
    const [landing] = t.clients.spa.postLogoutRedirectUris;
    const request = await client.createSignoutRequest({ id_token_hint: answer.id_token, post_logout_redirect_uri: landing, state: { page: 7 } });
    const visit = await browser.visit(request.url);
    assert.ok(visit.url.startsWith(landing), `the browser is at ${visit.url}`);
    const done = await client.processSignoutResponse(visit.url);
    assert.equal(done.error, null);
  },
};

async function signIn(t) {
  const client = new OidcClient({
    authority: t.issuer,
    client_id: t.clients.spa.id,
    redirect_uri: t.clients.spa.redirectUris[0],
    response_type: 'code',
    scope: 'openid email offline_access',
    loadUserInfo: true,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
  const request = await client.createSigninRequest({ state: { page: 7 } });
  const browser = t.browser();
  const visit = await browser.visit(request.url);
  const answer = await client.processSigninResponse(visit.url);
  return { client, answer, browser };
}
