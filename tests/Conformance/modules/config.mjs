import assert from 'node:assert/strict';
import { Flow, refused } from '../lib/flow.mjs';

export const config = {
  async 'oidcc-discovery-endpoint-verification'(t) {
    const answer = await fetch(`${t.issuer}/.well-known/openid-configuration`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    const m = await answer.json();
    assert.equal(m.issuer, t.issuer, 'the issuer is the address that it was asked at');
    for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'end_session_endpoint', 'introspection_endpoint', 'revocation_endpoint']) {
      assert.ok(m[name]?.startsWith(`${t.issuer}/`), `${name} is at the issuer`);
    }
    assert.deepEqual(m.response_types_supported, ['code']);
    assert.deepEqual(m.code_challenge_methods_supported, ['S256']);
    assert.ok(m.subject_types_supported.includes('public'));
    assert.ok(m.id_token_signing_alg_values_supported.includes('RS256'));
    assert.ok(m.scopes_supported.includes('openid'));
    assert.equal(m.authorization_response_iss_parameter_supported, true);
    assert.equal(m.request_uri_parameter_supported, false, 'request_uri_parameter_supported is written out, because leaving it out means yes');
    assert.notEqual(m.request_parameter_supported, true);
    for (const grant of ['password', 'implicit', 'urn:ietf:params:oauth:grant-type:jwt-bearer']) {
      assert.ok(!m.grant_types_supported.includes(grant), `${grant} is not offered`);
      refused(await new Flow(t).post(m.token_endpoint, { grant_type: grant }), 'unsupported_grant_type');
    }
    await keySet(m.jwks_uri);

    const oauth = await fetch(`${t.issuer}/.well-known/oauth-authorization-server`);
    if (t.name !== 'reference') { // which has the document of OpenID Connect only
      assert.deepEqual(await oauth.json(), m, 'both documents say the same');
    }
  },
};

async function keySet(url) {
  const { keys } = await (await fetch(url)).json();
  assert.ok(keys.length > 0);
  assert.equal(new Set(keys.map((key) => key.kid)).size, keys.length, 'every kid is another one');
  for (const key of keys) {
    assert.ok(key.kid && key.kty && key.alg && key.use === 'sig', 'kid, kty, alg and use are there');
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
      assert.ok(!(secret in key), `${secret} is nobody's business`);
    }
    assert.ok(key.kty === 'EC' ? key.crv === 'P-256' : Buffer.from(key.n, 'base64url').length * 8 >= 2048, 'the key is strong enough');
  }
}
