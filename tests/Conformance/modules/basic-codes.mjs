import assert from 'node:assert/strict';
import { Flow, refused, tokens } from '../lib/flow.mjs';

// What happens to codes and refresh tokens that are used again.
export const basicCodes = {
  'oidcc-codereuse': (t) => reuse(t, 0),
  'oidcc-codereuse-30seconds': (t) => reuse(t, 30),

  async 'oidcc-refresh-token'(t) {
    const flow = new Flow(t);
    const first = await flow.signIn({ scope: 'openid email offline_access' });
    await t.advance(2);
    const second = tokens(await flow.refresh(first.refresh_token));
    assert.notEqual(second.access_token, first.access_token, 'the access token is a new one');
    assert.ok(second.refresh_token && second.refresh_token !== first.refresh_token, 'the refresh token is a new one');
    const claims = await flow.verifyIdToken(second.id_token, { isRefreshed: true });
    assert.deepEqual([claims.sub, claims.auth_time], [flow.claims.sub, flow.claims.auth_time], 'the same person, signed in when it was');
    assert.ok(claims.iat > flow.claims.iat, 'iat is now');
    assert.equal((await flow.userinfo(second.access_token)).status, 200);
    refused(await flow.refresh(second.refresh_token, { scope: 'openid email phone' }), 'invalid_scope');
    refused(await flow.refresh(second.refresh_token, {}, { client: t.clients.other }), 'invalid_grant');
    tokens(await flow.refresh(second.refresh_token));
  },
};

async function reuse(t, seconds) {
  const flow = new Flow(t);
  const code = await flow.code({ scope: 'openid offline_access' });
  const first = tokens(await flow.exchange(code));
  assert.equal((await flow.userinfo(first.access_token)).status, 200);
  await t.advance(seconds);
  refused(await flow.exchange(code), 'invalid_grant');
  assert.equal((await flow.userinfo(first.access_token)).status, 401, 'the access token died with the code');
  refused(await flow.refresh(first.refresh_token), 'invalid_grant');
}
