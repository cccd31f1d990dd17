import assert from 'node:assert/strict';
import { Flow, refused, without } from '../lib/flow.mjs';
import { Skip, unguessable } from '../lib/checks.mjs';

// What a plain sign-in gives: code, tokens, userinfo.
export const basicAnswers = {
  async 'oidcc-server'(t) {
    const flow = new Flow(t);
    const code = await flow.code({ scope: 'openid offline_access' });
    unguessable(code, 'the code');
    const { status, body } = await flow.exchange(code);
    assert.equal(status, 200);
    unguessable(body.access_token, 'the access token');
    unguessable(body.refresh_token, 'the refresh token');
    await flow.verifyIdToken(body.id_token);
    assert.notEqual(await flow.code(), code, 'every code is another one');
  },

  async 'oidcc-response-type-missing'(t) {
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({ response_type: without }), 'invalid_request', 'unsupported_response_type');
  },

  async 'oidcc-idtoken-signature'(t) {
    const flow = new Flow(t);
    await flow.signIn();
    const header = JSON.parse(Buffer.from(flow.tokens.id_token.split('.')[0], 'base64url'));
    assert.equal(header.alg, 'RS256');
    const { keys } = await (await fetch(t.metadata.jwks_uri)).json();
    assert.equal(keys.filter((key) => key.kid === header.kid).length, 1, 'exactly one published key has the ID token\'s kid');
  },

  async 'oidcc-idtoken-unsigned'(t) {
    assert.ok(!t.metadata.id_token_signing_alg_values_supported.includes('none'), '"none" is not offered');
    throw new Skip('unsigned ID tokens are refused: the server offers no algorithm "none"');
  },

  async 'oidcc-userinfo-get'(t) {
    const flow = new Flow(t);
    await flow.signIn();
    const claims = await flow.claimsOfUser();
    assert.deepEqual(Object.keys(claims), ['sub'], 'the scope openid alone tells nothing but sub');
    for (const headers of [{}, { authorization: 'Bearer nonsense' }]) {
      const { status, headers: answer } = await flow.userinfo(undefined, { headers });
      assert.equal(status, headers.authorization ? 401 : status, 'a wrong token is refused');
      assert.ok(status === 400 || status === 401, 'no token is refused');
      assert.match(answer.get('www-authenticate') ?? '', /^Bearer/, 'the refusal says what is wanted');
    }
  },

  async 'oidcc-userinfo-post-header'(t) {
    const flow = new Flow(t);
    await flow.signIn();
    await flow.claimsOfUser({ method: 'POST' });
  },

  async 'oidcc-userinfo-post-body'(t) {
    const flow = new Flow(t);
    const { access_token } = await flow.signIn();
    await flow.claimsOfUser({ method: 'POST', headers: {}, form: { access_token } });
  },

  async 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow'(t) {
    const flow = new Flow(t);
    await flow.signIn({ nonce: without });
    assert.ok(!('nonce' in flow.claims), 'there is no nonce that nobody sent');
  },

  async 'oidcc-scope-profile'(t) {
    const { name, ...others } = await claimsFor(t, 'openid profile');
    assert.equal(name, t.people.asha.fullName);
    assert.ok(!('email' in others || 'phone_number' in others), 'profile is neither email nor phone');
  },

  async 'oidcc-scope-email'(t) {
    const claims = await claimsFor(t, 'openid email');
    assert.equal(claims.email, t.people.asha.email);
    assert.equal(typeof claims.email_verified, 'boolean');
    assert.ok(!('name' in claims || 'phone_number' in claims), 'email is neither profile nor phone');
  },

  async 'oidcc-scope-address'(t) {
    if (t.metadata.scopes_supported.includes('address')) {
      const { address } = await claimsFor(t, 'openid address');
      assert.equal(typeof address, 'object', 'an address is an object');
      return;
    }
    const flow = new Flow(t);
    flow.refusal(await flow.authorize({ scope: 'openid address' }), 'invalid_scope');
    throw new Skip('the scope "address" is not offered, and asking for it is refused');
  },

  async 'oidcc-scope-phone'(t) {
    const claims = await claimsFor(t, 'openid phone');
    assert.equal(claims.phone_number, t.people.asha.phone);
    assert.equal(typeof claims.phone_number_verified, 'boolean');
    assert.ok(!('name' in claims || 'email' in claims), 'phone is neither profile nor email');
  },

  async 'oidcc-scope-all'(t) {
    const scope = ['openid', 'profile', 'email', 'phone', 'address'].filter((s) => s !== 'address' || t.metadata.scopes_supported.includes(s)).join(' ');
    const claims = await claimsFor(t, scope);
    assert.deepEqual([claims.name, claims.email, claims.phone_number], [t.people.asha.fullName, t.people.asha.email, t.people.asha.phone]);
  },

  async 'oidcc-alternate-happy-flow'(t) {
    const flow = new Flow(t, t.clients.other);
    const kept = flow.client.redirectUris[2];
    const visit = await flow.authorize({ redirect_uri: kept });
    assert.equal(visit.params.get('kept'), 'yes', 'the client\'s own query is kept');
    assert.equal((await flow.exchange(flow.codeOf(visit))).status, 200);
    const posted = await flow.authorize({ response_mode: 'form_post' });
    assert.equal(posted.mode, 'form_post');
    assert.equal((await flow.exchange(flow.codeOf(posted))).status, 200);
  },

  async 'oidcc-server-client-secret-post'(t) {
    const flow = new Flow(t, t.clients.post);
    await flow.signIn();
    const code = await flow.code();
    refused(await flow.exchange(code, {}, { client: { ...flow.client, secret: 'wrong' } }), 'invalid_client');
    refused(await flow.exchange(code, {}, { client: { ...flow.client, secret: undefined } }), 'invalid_client');
  },
};

async function claimsFor(t, scope) {
  const flow = new Flow(t);
  await flow.signIn({ scope });
  return flow.claimsOfUser();
}
