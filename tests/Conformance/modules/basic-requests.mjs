import assert from 'node:assert/strict';
import { Flow, refused } from '../lib/flow.mjs';
import { unsigned } from '../lib/checks.mjs';
import { clientAddresses } from '../targets/clients.mjs';

const works = (changes, options) => (t) => new Flow(t).signIn(changes, options);

// What may stand in a request, and what may not.
export const basicRequests = {
  'oidcc-display-page': works({ display: 'page' }),
  'oidcc-display-popup': works({ display: 'popup' }),

  async 'oidcc-prompt-login'(t) {
    const flow = new Flow(t);
    await flow.signIn({ max_age: '15000' });
    const before = flow.claims;
    await t.advance(2);
    const visit = await flow.authorize({ prompt: 'login', max_age: '15000' });
    assert.ok(visit.seen.includes('login'), 'the person signs in again');
    const { id_token } = (await flow.exchange(flow.codeOf(visit))).body;
    const after = await flow.verifyIdToken(id_token);
    assert.equal(after.sub, before.sub);
    assert.ok(after.auth_time > before.auth_time, 'auth_time is the new sign-in');
  },

  async 'oidcc-prompt-none-not-logged-in'(t) {
    const flow = new Flow(t);
    const visit = await flow.authorize({ prompt: 'none' });
    assert.deepEqual(visit.seen, [], 'nothing is shown');
    flow.refusal(visit, 'login_required', 'interaction_required');
  },

  async 'oidcc-prompt-none-logged-in'(t) {
    const flow = new Flow(t);
    await flow.signIn({ max_age: '15000' });
    const before = flow.claims;
    await t.advance(2);
    const visit = await flow.authorize({ prompt: 'none', max_age: '15000' });
    assert.deepEqual(visit.seen, [], 'nothing is shown');
    const after = await flow.verifyIdToken((await flow.exchange(flow.codeOf(visit))).body.id_token);
    assert.deepEqual([after.sub, after.auth_time], [before.sub, before.auth_time], 'the same person, signed in when it was');
  },

  async 'oidcc-max-age-1'(t) {
    const flow = new Flow(t);
    await flow.signIn({ max_age: '10000' });
    const before = flow.claims;
    await t.advance(2);
    const visit = await flow.authorize({ max_age: '1' });
    assert.ok(visit.seen.includes('login'), 'the person signs in again');
    const after = await flow.verifyIdToken((await flow.exchange(flow.codeOf(visit))).body.id_token);
    assert.ok(after.auth_time > before.auth_time, 'auth_time is the new sign-in');
  },

  async 'oidcc-max-age-10000'(t) {
    const flow = new Flow(t);
    await flow.signIn({ max_age: '10000' });
    const before = flow.claims;
    await t.advance(2);
    const visit = await flow.authorize({ max_age: '10000' });
    assert.deepEqual(visit.seen, [], 'nobody signs in again');
    const after = await flow.verifyIdToken((await flow.exchange(flow.codeOf(visit))).body.id_token);
    assert.equal(after.auth_time, before.auth_time);
  },

  'oidcc-ensure-request-with-unknown-parameter-succeeds': works({ extra: 'foobar' }),

  async 'oidcc-id-token-hint'(t) {
    const flow = new Flow(t);
    const { id_token } = await flow.signIn();
    const visit = await flow.authorize({ prompt: 'none', id_token_hint: id_token });
    await flow.verifyIdToken((await flow.exchange(flow.codeOf(visit))).body.id_token);

    const other = new Flow(t);
    other.browser = t.browser({ person: t.people.ravi });
    await other.signIn();
    assert.notEqual(other.claims.sub, flow.claims.sub);
    other.refusal(await other.authorize({ prompt: 'none', id_token_hint: id_token }), 'login_required');
  },

  async 'oidcc-login-hint'(t) {
    const flow = new Flow(t);
    const visit = await flow.authorize({ login_hint: 'a"b@conformance.test' }, { stopAt: 'login' });
    assert.equal(visit.stoppedAt, 'login');
    assert.doesNotMatch(visit.html, /value="a"b/, 'the hint is encoded');
    await flow.signIn({ login_hint: t.people.asha.email });
  },

  'oidcc-ui-locales': works({ ui_locales: 'se' }),
  'oidcc-claims-locales': works({ claims_locales: 'se' }),
  'oidcc-ensure-request-with-acr-values-succeeds': works({ acr_values: '1 2' }),

  async 'oidcc-ensure-registered-redirect-uri'(t) {
    const flow = new Flow(t);
    const [good] = flow.client.redirectUris;
    const origin = new URL(good).origin;
    const wrong = [
      undefined, 'nonsense', `${good}/`, `${good}2x`, `${good}?a=b`, `${good}#f`, good.replace('/callback', '/Callback'), good.replace('http:', 'https:'),
      good.replace(':9/', ':10/'), good.replace('//', '//user@'), good.replace('127.0.0.1', '127.0.0.1.evil.test'), `https://evil.test/?${good}`,
      `${origin}/app/x/../callback`, `${origin}/app/%2e%2e/app/callback`, `${origin}//app/callback`, `${origin}/app/callbac%6b`, `${good}\t`, `${good}%0d%0a`,
      `${clientAddresses[0]}\\callback`, 'javascript:alert(1)', 'data:text/html,x', `${good};x`, ` ${good}`, `${good},${good}`,
    ];
    for (const uri of wrong) {
      const query = new URLSearchParams(flow.request({ redirect_uri: uri }));
      const answer = await flow.browser.send(`${t.metadata.authorization_endpoint}?${query}`);
      assert.equal(answer.headers.get('location'), null, `${uri} leads somewhere`);
      assert.ok(answer.status >= 400 && answer.status < 500, `${uri} is refused on a page, not with ${answer.status}`);
    }
    refused(await flow.exchange(await flow.code(), { redirect_uri: flow.client.redirectUris[1] }), 'invalid_grant');
  },

  'oidcc-ensure-post-request-succeeds': works({}, { post: true }),

  async 'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported'(t) {
    const flow = new Flow(t);
    const visit = await flow.authorize({ request_uri: `${clientAddresses[0]}/request` });
    flow.refusal(visit, 'request_uri_not_supported', 'invalid_request', 'invalid_request_uri');
  },

  async 'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported'(t) {
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({ request: unsigned({ state: 'another' }) }), 'request_not_supported');
  },

  'oidcc-claims-essential': works({ claims: JSON.stringify({ userinfo: { name: { essential: true } } }), scope: 'openid profile' }),

  async 'oidcc-ensure-request-object-with-redirect-uri'(t) {
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({ request: unsigned({ redirect_uri: 'https://evil.test/' }) }), 'request_not_supported');
  },

  'oidcc-ensure-request-with-valid-pkce-succeeds': works({}),
};
