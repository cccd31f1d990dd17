import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Flow } from '../lib/flow.mjs';

const event = 'http://schemas.openid.net/event/backchannel-logout';

// Back-Channel Logout 1.0. The client hears of it, whatever the browser does.
export const backchannel = {
  async 'oidcc-backchannel-rp-initiated-logout-discovery-endpoint-verification'(t) {
    assert.equal(t.metadata.backchannel_logout_supported, true);
    assert.equal(t.metadata.backchannel_logout_session_supported, true);
  },

  async 'oidcc-backchannel-rp-initiated-logout'(t) {
    const flow = new Flow(t, t.clients.told);
    await flow.signIn();
    await flow.browser.visit(`${t.metadata.end_session_endpoint}?${new URLSearchParams({ id_token_hint: flow.tokens.id_token })}`);

    const { type, token } = await hears(t, flow.claims.sid);
    assert.match(type, /^application\/x-www-form-urlencoded/);
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(t.metadata.jwks_uri)), {
      issuer: t.issuer, audience: flow.client.id, typ: 'logout+jwt', requiredClaims: ['iat', 'exp', 'jti', 'events'], currentDate: new Date(t.now() * 1000),
    });
    assert.equal(protectedHeader.alg, 'RS256');
    assert.equal(payload.sub, flow.claims.sub);
    assert.equal(payload.sid, flow.claims.sid);
    assert.deepEqual(payload.events, { [event]: {} });
    assert.ok(!('nonce' in payload), 'a logout token has no nonce, so that it cannot be an ID token');
    assert.ok(payload.exp - payload.iat <= 120, 'it is good for two minutes at most');
  },

  async 'a logout token is no access token'(t) {
    const flow = new Flow(t, t.clients.told);
    await flow.signIn();
    await flow.browser.visit(`${t.metadata.end_session_endpoint}?${new URLSearchParams({ id_token_hint: flow.tokens.id_token })}`);
    const { token } = await hears(t, flow.claims.sid);
    assert.equal((await fetch(t.metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${token}` } })).status, 401);
  },
};

async function hears(t, sid) {
  for (let tries = 0; tries < 300; tries++) {
    const one = t.heard.find(({ token }) => token && JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sid === sid);
    if (one) {
      return one;
    }
    await wait(100);
  }
  assert.fail(`the client has heard ${t.heard.length} messages, and none of this sign-out`);
}
