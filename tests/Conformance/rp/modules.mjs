import assert from 'node:assert/strict';
import { json, person } from './hostile-op.mjs';

/**
 * An app that signs people in at the hostile provider.
 * @typedef {object} RelyingParty
 * @property {string} name
 * @property {import('./hostile-op.mjs').HostileProvider} op
 * @property {() => Promise<Outcome>} signIn one try in a fresh browser
 * @property {boolean} [knowsPeople] it lets in only whom its own database knows
 * @property {boolean} [needsKeyId] it takes no token that does not name its key
 *
 * @typedef {{ person: { sub: string, name?: string, email?: string } | null, status: number }} Outcome
 */

const refuses = (behaviour) => async (rp) => denied(await attempt(rp, behaviour));
const accepts = (behaviour, look = () => {}) => async (rp) => {
  const outcome = await attempt(rp, behaviour);
  assert.equal(outcome.person?.sub, person.sub, `nobody is signed in (${outcome.status})`);
  look(rp.op, outcome);
};

// The relying party's part of the basic plan: an app is told lies, and must notice.
export const relyingParty = {
  'oidcc-client-test': accepts({}),
  'oidcc-client-test-idtoken-sig-rs256': accepts({}, (op) => assert.ok(asked(op, '/.well-known/jwks'), 'the app fetched the keys')),
  'oidcc-client-test-idtoken-sig-none': refuses({ signature: 'none' }),
  'oidcc-client-test-invalid-sig-rs256': refuses({ signature: 'foreign' }),
  'oidcc-client-test-invalid-iss': refuses({ claims: (c) => { c.iss = 'https://evil.test'; } }),
  'oidcc-client-test-invalid-aud': refuses({ claims: (c) => { c.aud = 'somebody-else'; } }),
  'oidcc-client-test-missing-iat': refuses({ claims: (c) => { delete c.iat; } }),
  'oidcc-client-test-missing-sub': refuses({ claims: (c) => { delete c.sub; } }),
  'oidcc-client-test-nonce-invalid': refuses({ claims: (c) => { c.nonce = 'another'; } }),
  'oidcc-client-test-userinfo-invalid-sub': refuses({ userinfo: (c) => { c.sub = '0198a000-0000-7000-8000-00000000000b'; } }),

  async 'oidcc-client-test-kid-absent-single-jwks'(rp) {
    const outcome = await attempt(rp, { header: (h) => { delete h.kid; } });
    if (!rp.needsKeyId) {
      assert.equal(outcome.person?.sub, person.sub);
      return;
    }
    denied(outcome);
    return 'stricter than asked: the app takes no token that does not name its key, because its own provider always names it';
  },

  'oidcc-client-test-kid-absent-multiple-jwks': refuses({ header: (h) => { delete h.kid; }, keys: ([own], other) => [other, own] }),

  'oidcc-client-test-scope-userinfo-claims': accepts({}, (op, outcome) => {
    const scopes = asked(op, '/connect/authorize').query.get('scope').split(' ');
    assert.ok(['openid', 'profile', 'email'].every((s) => scopes.includes(s)));
    assert.deepEqual([outcome.person.name, outcome.person.email], [person.name, person.email]);
  }),

  'oidcc-client-test-userinfo-bearer-header': accepts({}, (op) => {
    const { headers, query, body } = asked(op, '/connect/userinfo');
    assert.match(headers.authorization, /^Bearer /);
    assert.ok(!query.has('access_token') && !body.has('access_token'), 'the token is in the header only');
  }),

  'oidcc-client-test-userinfo-bearer-body': refuses({
    instead: { userinfo: (request, response, body) => json(response, body.has('access_token') ? person : { error: 'invalid_request' }, body.has('access_token') ? 200 : 400) },
  }),

  'oidcc-client-test-client-secret-basic': accepts({}, (op) => {
    const { headers, body } = asked(op, '/connect/token');
    assert.match(headers.authorization, /^Basic /);
    assert.ok(!body.has('client_secret'), 'the secret is in the header only');
    assert.ok(body.get('code_verifier')?.length >= 43, 'PKCE is used');
    assert.equal(asked(op, '/connect/authorize').query.get('code_challenge_method'), 'S256');
  }),
};

// What else a provider, or somebody between it and the app, may try.
export const hostile = {
  'response of another issuer (mix-up)': refuses({ callback: (params) => params.set('iss', 'https://evil.test') }),
  'response without iss': refuses({ callback: (params) => params.delete('iss') }),
  'response with another state': refuses({ callback: (params) => params.set('state', 'A'.repeat(43)) }),
  'code of another flow': refuses({ callback: (params, op) => params.set('code', op.strangeCode()) }),
  'expired ID token': refuses({ claims: (c) => { c.iat -= 900; c.exp = c.iat + 600; } }),
  'ID token of the future': refuses({ claims: (c) => { c.iat += 400; c.exp += 400; c.nbf = c.iat; } }),
  'ID token for several': refuses({ claims: (c) => { c.aud = [c.aud, 'somebody-else']; } }),

  async 'ID token for somebody who is not there (any more)'(rp) {
    const sub = '0198a000-0000-7000-8000-0000000000ff';
    const outcome = await attempt(rp, { claims: (c) => { c.sub = sub; }, userinfo: (c) => { c.sub = sub; } });
    if (rp.knowsPeople) {
      denied(outcome);
    } else {
      assert.equal(outcome.person?.sub, sub);
    }
  },

  'HTML instead of tokens': refuses({ instead: { token: (request, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello'); } } }),
  'token endpoint that leads elsewhere': refuses({ instead: { token: (request, response) => { response.writeHead(307, { location: '/elsewhere' }).end(); } } }),
  'key set of ten megabytes': refuses({
    instead: { jwks: (request, response) => json(response, { keys: Array.from({ length: 5_000 }, (_, i) => ({ kty: 'RSA', kid: `${i}`, n: 'A'.repeat(2_000), e: 'AQAB' })) }) },
  }),
  'key set that never ends': refuses({ instead: { jwks: (request, response) => { response.writeHead(200, { 'content-type': 'application/json' }).write('{'); } } }),
};

async function attempt(rp, behaviour) {
  rp.op.become(behaviour);
  return rp.signIn();
}

const asked = (op, path) => op.seen.find((request) => request.path === path);

function denied({ person: who, status }) {
  assert.equal(who, null, 'somebody was signed in');
  // 503 with a page that says so: the keys could not be had, and nothing is known about the token.
  assert.ok((status >= 400 && status < 500) || status === 503, `the app answered ${status}`);
}
