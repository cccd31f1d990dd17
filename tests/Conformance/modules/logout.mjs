import assert from 'node:assert/strict';
import { Flow } from '../lib/flow.mjs';
import { tampered, unsigned } from '../lib/checks.mjs';
import { random } from '../lib/random.mjs';

// RP-Initiated Logout 1.0. A request that is not in order never sends the browser anywhere.
export const logout = {
  async 'oidcc-rp-initiated-logout-discovery-endpoint-verification'(t) {
    assert.ok(t.metadata.end_session_endpoint?.startsWith(`${t.issuer}/`));
    assert.ok(!('fragment' in t.metadata) && !t.metadata.end_session_endpoint.includes('#'));
  },

  async 'oidcc-rp-initiated-logout'(t) {
    const { flow, leave, landing } = await signedIn(t);
    const state = random();
    const visit = await leave({ id_token_hint: flow.tokens.id_token, post_logout_redirect_uri: landing, state });
    back(visit, landing);
    assert.equal(visit.params.get('state'), state);
    await gone(flow);
    assert.equal((await flow.userinfo()).status, 401, 'the access token went with the session');
  },

  async 'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri'(t) {
    const { flow, leave, landing } = await signedIn(t);
    stays(await leave({ id_token_hint: flow.tokens.id_token, post_logout_redirect_uri: `${landing}/foo`, state: random() }));
  },

  async 'oidcc-rp-initiated-logout-modified-id-token-hint'(t) {
    const { flow, leave, landing } = await signedIn(t);
    const { id_token } = flow.tokens;
    const header = JSON.parse(Buffer.from(id_token.split('.')[0], 'base64url'));
    for (const hint of [unsigned(flow.claims), unsigned(flow.claims, { ...header, alg: 'none' }), tampered(id_token, { iat: flow.claims.iat - 1 })]) {
      stays(await leave({ id_token_hint: hint, post_logout_redirect_uri: landing, state: random() }));
    }
    await there(flow);
  },

  async 'oidcc-rp-initiated-logout-no-id-token-hint'(t) {
    const { leave, landing } = await signedIn(t);
    const visit = await leave({ post_logout_redirect_uri: landing, state: random() }, { stopAt: 'logout' });
    stays(visit);
  },

  async 'oidcc-rp-initiated-logout-no-params'(t) {
    const { flow, leave } = await signedIn(t);
    const asked = await leave({}, { stopAt: 'logout' });
    assert.equal(asked.stoppedAt, 'logout', 'the person is asked');
    await there(flow);
    stays(await leave({}));
    await gone(flow);
  },

  async 'oidcc-rp-initiated-logout-no-post-logout-redirect-uri'(t) {
    const { flow, leave } = await signedIn(t);
    stays(await leave({ id_token_hint: flow.tokens.id_token, state: random() }));
    await gone(flow);
  },

  async 'oidcc-rp-initiated-logout-no-state'(t) {
    const { flow, leave, landing } = await signedIn(t);
    const visit = await leave({ id_token_hint: flow.tokens.id_token, post_logout_redirect_uri: landing });
    back(visit, landing);
    assert.equal(visit.params.get('state'), null);
    await gone(flow);
  },

  async 'oidcc-rp-initiated-logout-only-state'(t) {
    const { flow, leave } = await signedIn(t);
    const visit = await leave({ state: random() });
    stays(visit);
    assert.ok(visit.seen.includes('logout'), 'the person is asked');
    await gone(flow);
  },

  async 'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri'(t) {
    const { flow, leave, landing } = await signedIn(t);
    stays(await leave({ id_token_hint: flow.tokens.id_token, post_logout_redirect_uri: `${landing}?foo=bar`, state: random() }));
  },

  async 'oidcc-rp-initiated-logout-bad-id-token-hint'(t) {
    const { flow, leave, landing } = await signedIn(t);
    stays(await leave({ id_token_hint: flow.tokens.id_token.slice(0, -10), post_logout_redirect_uri: landing, state: random() }));
    stays(await leave({ id_token_hint: 'nonsense', post_logout_redirect_uri: landing }));
    stays(await leave({ id_token_hint: flow.tokens.access_token, post_logout_redirect_uri: landing }));
    await there(flow);
  },
};

async function signedIn(t) {
  const flow = new Flow(t);
  await flow.signIn();
  const leave = (params, options) => flow.browser.visit(`${t.metadata.end_session_endpoint}?${new URLSearchParams(params)}`, options);
  return { flow, leave, landing: flow.client.postLogoutRedirectUris[0] };
}

function back(visit, landing) {
  assert.equal(visit.kind, 'callback', `expected to be back at the client, but stuck at ${visit.url}`);
  assert.ok(visit.url.split('?')[0] === landing.split('?')[0], `the browser is at ${visit.url}`);
}

const stays = (visit) => assert.equal(visit.kind, 'page', `the browser was sent to ${visit.url}`);

async function gone(flow) {
  flow.refusal(await flow.authorize({ prompt: 'none' }), 'login_required');
}

async function there(flow) {
  flow.codeOf(await flow.authorize({ prompt: 'none' }));
}
