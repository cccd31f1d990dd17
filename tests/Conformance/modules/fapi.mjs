import assert from 'node:assert/strict';
import { Flow, refused, tokens, without } from '../lib/flow.mjs';
import { random } from '../lib/random.mjs';
import { push } from './par.mjs';

const works = (changes) => (t) => new Flow(t).signIn(changes);

// The parts of the FAPI 2 security profile that OAuth 2.1 asks for too.
export const fapi = {
  async 'ensure-authorization-code-is-bound-to-client'(t) {
    const flow = new Flow(t);
    const code = await flow.code();
    refused(await flow.exchange(code, {}, { client: t.clients.other }), 'invalid_grant');
    tokens(await flow.exchange(code)); // the other client's try spent nothing
  },

  async 'attempt-reuse-authorization-code-after-one-second'(t) {
    const flow = new Flow(t);
    const code = await flow.code();
    const { access_token } = tokens(await flow.exchange(code));
    assert.equal((await flow.introspect(access_token)).body.active, true);
    await t.advance(1);
    refused(await flow.exchange(code), 'invalid_grant');
    assert.deepEqual((await flow.introspect(access_token)).body, { active: false }, 'what came of the code is dead');
  },

  async 'ensure-token-endpoint-fails-with-expired-auth-code'(t) {
    const flow = new Flow(t);
    const soon = await flow.code();
    await t.advance(50);
    tokens(await flow.exchange(soon));
    const late = await flow.code();
    await t.advance(62);
    refused(await flow.exchange(late), 'invalid_grant');
  },

  async 'ensure-pkce-code-verifier-required'(t) {
    const flow = new Flow(t);
    refused(await flow.exchange(await flow.code(), { code_verifier: without }), 'invalid_grant');
  },

  async 'incorrect-pkce-code-verifier-rejected'(t) {
    const flow = new Flow(t);
    refused(await flow.exchange(await flow.code(), { code_verifier: random() }), 'invalid_grant');
    for (const malformed of [random(100).slice(0, 129), 'short', `${random()} `]) {
      refused(await flow.exchange(await flow.code(), { code_verifier: malformed }), 'invalid_grant', 'invalid_request');
    }
  },

  async 'par-ensure-pkce-required'(t) {
    const changes = { code_challenge: without, code_challenge_method: without };
    await refusedBothWays(t, changes);
    await refusedBothWays(t, changes, t.clients.spa);
  },

  async 'par-plain-pkce-rejected'(t) {
    const verifier = random();
    await refusedBothWays(t, { code_challenge: verifier, code_challenge_method: 'plain' });
    await refusedBothWays(t, { code_challenge: verifier, code_challenge_method: without });
  },

  async 'ensure-response-type-token-fails'(t) {
    const flow = new Flow(t);
    refusedAsType(flow, await flow.authorize({ response_type: 'token' }));
  },

  async 'ensure-response-type-code-idtoken-fails'(t) {
    const flow = new Flow(t);
    refusedAsType(flow, await flow.authorize({ response_type: 'code id_token' }));
  },

  async 'ensure-client-id-in-token-endpoint'(t) {
    const flow = new Flow(t);
    const code = await flow.code();
    refused(await flow.exchange(code, { client_id: t.clients.other.id }), 'invalid_request', 'invalid_client');
    refused(await flow.exchange(code, {}, { authenticated: false }), 'invalid_request', 'invalid_client');
    refused(await flow.exchange(code, { client_id: flow.client.id }, { authenticated: false }), 'invalid_request', 'invalid_client');
    const wrong = await flow.exchange(code, {}, { client: { ...flow.client, secret: 'wrong' } });
    refused(wrong, 'invalid_client');
    assert.equal(wrong.status, 401);
    assert.match(wrong.headers.get('www-authenticate') ?? '', /^Basic/);
    tokens(await flow.exchange(code));
  },

  async 'user-rejects-authentication'(t) {
    const flow = new Flow(t, t.clients.third);
    flow.browser = t.browser({ consent: false });
    const visit = await flow.authorize({ prompt: 'consent' });
    assert.ok(visit.url.startsWith(flow.client.redirectUris[0]), `the browser is at ${visit.url}`);
    flow.refusal(visit, 'access_denied');
    flow.browser = t.browser();
    const allowed = await flow.authorize({ prompt: 'consent' });
    assert.ok(allowed.seen.includes('consent'), 'the person is asked');
    tokens(await flow.exchange(flow.codeOf(allowed)));
  },

  'ensure-authorization-request-without-state-success': works({ state: without }),
  'ensure-authorization-request-without-nonce-success': works({ nonce: without }),
  'ensure-authorization-request-with-64-char-nonce-success': works({ nonce: random(48) }),
  'ensure-authorization-request-with-long-nonce': works({ nonce: random(288) }),
  'ensure-authorization-request-with-long-state': works({ state: `${random(600)} +&=%/ä` }),

  async 'ensure-other-scope-order-succeeds'(t) {
    const flow = new Flow(t);
    await flow.signIn({ scope: 'email profile openid' });
    assert.ok((await flow.claimsOfUser()).email);
  },

  async 'access-token-type-header-case-sensitivity'(t) {
    const flow = new Flow(t);
    const { access_token } = await flow.signIn();
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      await flow.claimsOfUser({ headers: { authorization: `${scheme} ${access_token}` } });
    }
  },

  async 'refresh-token'(t) {
    const flow = new Flow(t);
    const first = await flow.signIn({ scope: 'openid offline_access' });
    const second = tokens(await flow.refresh(first.refresh_token));
    const third = tokens(await flow.refresh(second.refresh_token));
    assert.equal(new Set([first, second, third].map((answer) => answer.refresh_token)).size, 3, 'each use gives a new one');
    await t.advance(11); // no leeway is longer than ten seconds
    refused(await flow.refresh(first.refresh_token), 'invalid_grant');
    refused(await flow.refresh(third.refresh_token), 'invalid_grant');
    assert.deepEqual((await flow.introspect(third.access_token)).body, { active: false }, 'a spent token that comes back takes its whole family along');
  },
};

async function refusedBothWays(t, changes, client) {
  const flow = new Flow(t, client);
  flow.refusal(await flow.authorize(changes), 'invalid_request');
  if (t.metadata.pushed_authorization_request_endpoint) {
    refused(await push(flow, changes), 'invalid_request');
  }
}

function refusedAsType(flow, visit) {
  flow.refusal(visit, 'unsupported_response_type', 'unauthorized_client', 'invalid_request');
  assert.ok(!visit.params.get('access_token') && !visit.params.get('id_token'), 'no token is in an address');
}
