import assert from 'node:assert/strict';
import { Flow, refused, tokens, without } from '../lib/flow.mjs';
import { random } from '../lib/random.mjs';

// What the suite does not ask, and attackers do.
export const beyond = {
  async 'an access token expires'(t) {
    const flow = new Flow(t);
    const { expires_in } = await flow.signIn();
    assert.ok(expires_in <= 900, 'an access token lives for at most 15 minutes');
    await t.advance(expires_in + 62); // clocks may differ by a minute
    assert.equal((await flow.userinfo()).status, 401);
    assert.deepEqual((await flow.introspect(flow.tokens.access_token)).body, { active: false });
  },

  async 'a code goes with the verifier of its own flow'(t) {
    const [mine, theirs] = [new Flow(t), new Flow(t)];
    const [, stolen] = [await mine.code(), await theirs.code()];
    refused(await mine.exchange(stolen), 'invalid_grant');
  },

  async 'ten exchanges of one code at once'(t) {
    const flow = new Flow(t);
    const code = await flow.code({ scope: 'openid offline_access' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => flow.exchange(code)));
    const won = answers.filter((answer) => answer.status === 200);
    assert.equal(won.length, 1, `${won.length} exchanges of one code succeeded`);
    refused(await flow.exchange(code), 'invalid_grant');
    assert.equal((await flow.userinfo(won[0].body.access_token)).status, 401, 'no token of a code that leaked survives');
  },

  async 'a client sees and ends only tokens of its own'(t) {
    const flow = new Flow(t);
    const { access_token, refresh_token } = await flow.signIn({ scope: 'openid offline_access' });
    const { other } = t.clients;
    for (const token of [access_token, refresh_token]) {
      assert.deepEqual((await flow.introspect(token, { client: other })).body, { active: false });
      await flow.revoke(token, { client: other });
    }
    assert.equal((await flow.introspect(access_token)).body.active, true);
    tokens(await flow.refresh(refresh_token));
  },

  async 'a revoked refresh token takes its access tokens along'(t) {
    const flow = new Flow(t);
    const { access_token, refresh_token } = await flow.signIn({ scope: 'openid offline_access' });
    assert.equal((await flow.revoke(refresh_token)).status, 200);
    assert.equal((await flow.revoke('never heard of')).status, 200, 'an unknown token is as good as revoked');
    refused(await flow.refresh(refresh_token), 'invalid_grant');
    assert.deepEqual((await flow.introspect(access_token)).body, { active: false });
    assert.equal((await flow.userinfo()).status, 401);
  },

  async 'a machine is nobody'(t) {
    const flow = new Flow(t, t.clients.machine);
    const answer = tokens(await flow.post(t.metadata.token_endpoint, { grant_type: 'client_credentials', scope: 'marketplace' }));
    assert.ok(!answer.refresh_token && !answer.id_token, 'there is no person, and no reason to come back');
    assert.ok([401, 403].includes((await flow.userinfo(answer.access_token)).status));
    refused(await flow.post(t.metadata.token_endpoint, { grant_type: 'client_credentials', scope: 'profile' }), 'invalid_scope');
    refused(await flow.post(t.metadata.token_endpoint, { grant_type: 'client_credentials' }, { client: t.clients.app }), 'unauthorized_client', 'invalid_request');
    refused(await flow.post(t.metadata.token_endpoint, { grant_type: 'client_credentials' }, { client: { ...flow.client, secret: random() } }), 'invalid_client');
  },

  async 'a parameter that is repeated is refused'(t) {
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({}, { repeat: { nonce: 'another' } }), 'invalid_request');
  },

  async 'tokens are asked for in the body of a POST'(t) {
    const flow = new Flow(t);
    const code = await flow.code();
    const form = { grant_type: 'authorization_code', code, redirect_uri: flow.sent.redirect_uri, code_verifier: flow.verifier };
    const asked = await fetch(`${t.metadata.token_endpoint}?${new URLSearchParams(form)}`);
    assert.ok([400, 404, 405].includes(asked.status), `GET answers ${asked.status}`);
    const answer = await fetch(t.metadata.token_endpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(form) });
    assert.ok([400, 401, 415].includes(answer.status), `JSON answers ${answer.status}`);
    tokens(await flow.exchange(code));
  },

  async 'nonsense in prompt and max_age is refused'(t) {
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({ prompt: 'none login' }), 'invalid_request');
    flow.refusal(await flow.authorize({ prompt: 'dance' }), 'invalid_request');
    flow.refusal(await flow.authorize({ max_age: '-1' }), 'invalid_request');
    flow.refusal(await flow.authorize({ max_age: 'soon' }), 'invalid_request');
  },

  async 'a person cannot be signed out with the hint of another'(t) {
    const [asha, ravi] = [new Flow(t), new Flow(t)];
    ravi.browser = t.browser({ person: t.people.ravi });
    await asha.signIn();
    await ravi.signIn();
    const query = new URLSearchParams({ id_token_hint: ravi.tokens.id_token, post_logout_redirect_uri: asha.client.postLogoutRedirectUris[0] });
    const visit = await asha.browser.visit(`${t.metadata.end_session_endpoint}?${query}`, { stopAt: 'logout' });
    assert.equal(visit.kind, 'page', 'nobody is sent anywhere');
    asha.codeOf(await asha.authorize({ prompt: 'none' }));
  },

  async 'a cookie from before the sign-out is worthless'(t) {
    const flow = new Flow(t);
    const { id_token } = await flow.signIn();
    const cookies = await flow.browser.jar.serialize();
    await flow.browser.visit(`${t.metadata.end_session_endpoint}?${new URLSearchParams({ id_token_hint: id_token })}`);
    flow.browser.jar = await flow.browser.jar.constructor.deserialize(cookies);
    flow.refusal(await flow.authorize({ prompt: 'none' }), 'login_required');
  },

  async 'two tabs end at their own clients'(t) {
    const [one, two] = [new Flow(t), new Flow(t, t.clients.other)];
    two.browser = one.browser;
    const first = await one.authorize({}, { stopAt: 'login' });
    const second = await two.authorize({});
    assert.equal(first.stoppedAt, 'login');
    tokens(await two.exchange(two.codeOf(second)));
    tokens(await one.exchange(one.codeOf(await one.browser.visit(first.url))));
  },

  async 'an application of others is let in by its person only'(t) {
    const flow = new Flow(t, t.clients.third);
    flow.browser = t.browser({ person: t.people.ravi });
    const ours = new Flow(t);
    ours.browser = flow.browser;
    await ours.signIn();
    const visit = await flow.authorize({ prompt: 'none' });
    assert.deepEqual(visit.seen, [], 'nothing is shown');
    flow.refusal(visit, 'consent_required', 'interaction_required');
    const asked = await flow.authorize({}, { stopAt: 'consent' });
    assert.equal(asked.stoppedAt, 'consent', 'the person is asked');
  },

  async 'scripts get tokens on the pages of registered browser apps only'(t) {
    const flow = new Flow(t, t.clients.spa);
    const home = new URL(flow.client.redirectUris[0]).origin;
    const leave = (answer, endpoint) => {
      assert.equal(answer.headers.get('access-control-allow-credentials'), null, `${endpoint} takes no cookies`);
      return answer.headers.get('access-control-allow-origin');
    };
    for (const [origin, expected] of [[home, home], ['https://evil.test', null], ['null', null], [`${home}.evil.test`, null]]) {
      const tokens = await flow.signIn({ scope: 'openid offline_access' });
      const headers = { origin };
      assert.equal(leave(await flow.userinfo(undefined, { headers: { ...headers, authorization: `Bearer ${tokens.access_token}` } }), 'userinfo'), expected);
      assert.equal(leave(await flow.refresh(tokens.refresh_token, {}, { headers }), 'token'), expected);
      assert.equal(leave(await flow.revoke(tokens.refresh_token, { headers }), 'revocation'), expected);
      assert.equal(leave(await flow.browser.send(t.metadata.authorization_endpoint, { headers }), 'authorization'), null);
    }
  },

  async 'a scope that the client does not have is refused'(t) {
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({ scope: 'openid marketplace' }), 'invalid_scope');
    flow.refusal(await flow.authorize({ scope: 'openid \\"' }), 'invalid_scope', 'invalid_request');
    const answer = await flow.exchange(await flow.code({ scope: 'openid' }), { scope: without });
    assert.ok(!tokens(answer).scope?.includes('offline_access'));
  },
};
