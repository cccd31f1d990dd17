import assert from 'node:assert/strict';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { random, s256 } from './random.mjs';

/** Marks a parameter that is to be left out. */
export const without = undefined;

/** What a client does, by hand, against one server; every step can be done wrongly on purpose. */
export class Flow {
  /** @param {import('../targets/target.mjs').Target} target @param {import('../targets/clients.mjs').Client} [client] */
  constructor(target, client = target.clients.app) {
    this.target = target;
    this.client = client;
    this.browser = target.browser();
  }

  get metadata() {
    return this.target.metadata;
  }

  /** The parameters of a good request, with some of them changed, and others left out. */
  request(changes = {}) {
    this.verifier = random();
    return defined({
      response_type: 'code',
      client_id: this.client.id,
      redirect_uri: this.client.redirectUris[0],
      scope: 'openid',
      state: random(),
      nonce: random(),
      code_challenge: s256(this.verifier),
      code_challenge_method: 'S256',
      ...changes,
    });
  }

  /** Sends the browser to the authorization endpoint and waits until it is back, or stuck. */
  async authorize(changes = {}, { post = false, stopAt, repeat = {} } = {}) {
    this.sent = this.request(changes);
    const endpoint = this.metadata.authorization_endpoint;
    if (post) {
      return this.browser.visit(endpoint, { form: this.sent, stopAt });
    }
    const query = new URLSearchParams([...Object.entries(this.sent), ...Object.entries(repeat)]);
    return this.browser.visit(`${endpoint}?${query}`, { stopAt });
  }

  /** The code of a good authorization. */
  async code(changes = {}, options = {}) {
    const visit = await this.authorize(changes, options);
    return this.codeOf(visit);
  }

  codeOf(visit) {
    assert.equal(visit.kind, 'callback', `expected to be back at the client, but stuck at ${visit.url} (${visit.status}): ${text(visit.html)}`);
    assert.equal(visit.params.get('error'), null, `refused: ${visit.params}`);
    assert.ok(visit.params.get('code'), 'the answer has no code');
    assert.equal(visit.params.get('state'), this.sent.state ?? null, 'state came back changed');
    if (this.metadata.authorization_response_iss_parameter_supported) {
      assert.equal(visit.params.get('iss'), this.target.issuer, 'iss says who answers');
    }
    return visit.params.get('code');
  }

  /** The error that the client is told of at its own address. */
  refusal(visit, ...expected) {
    assert.equal(visit.kind, 'callback', `expected an error at the client, but stuck at ${visit.url} (${visit.status}): ${text(visit.html)}`);
    assert.equal(visit.params.get('code'), null, 'an error has no code');
    assert.ok(expected.includes(visit.params.get('error')), `error is ${visit.params.get('error')}, expected ${expected.join(' or ')}`);
    assert.equal(visit.params.get('state'), this.sent.state ?? null, 'state came back changed');
    assert.doesNotMatch(visit.params.get('error_description') ?? '', /[\r\n\t]/, 'error_description is one line');
    if (this.metadata.authorization_response_iss_parameter_supported) {
      assert.equal(visit.params.get('iss'), this.target.issuer, 'iss says who answers, also on errors');
    }
  }

  /** Asserts that nobody was sent anywhere. */
  stopped(visit) {
    assert.equal(visit.kind, 'page', `the browser was sent to ${visit.url}`);
    assert.ok(visit.status >= 400 && visit.status < 500, `the page says ${visit.status}`);
  }

  /** A form to an endpoint of machines, with this client's authentication unless another is given. */
  async post(endpoint, form, { client = this.client, headers = {}, authenticated = true } = {}) {
    const body = new URLSearchParams(defined(form));
    const all = { accept: 'application/json', ...headers };
    if (authenticated && client.authentication === 'client_secret_basic') {
      all.authorization ??= 'Basic ' + Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`).toString('base64');
    } else if (authenticated) {
      body.set('client_id', client.id);
      if (client.secret) {
        body.set('client_secret', client.secret);
      }
    }
    const response = await fetch(endpoint, { method: 'POST', headers: all, body, redirect: 'manual' });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, body: parse(answer), text: answer };
  }

  /** Exchanges a code. */
  exchange(code, changes = {}, options = {}) {
    return this.post(this.metadata.token_endpoint, {
      grant_type: 'authorization_code', code, redirect_uri: this.sent.redirect_uri, code_verifier: this.verifier, ...changes,
    }, options);
  }

  refresh(token, changes = {}, options = {}) {
    return this.post(this.metadata.token_endpoint, { grant_type: 'refresh_token', refresh_token: token, ...changes }, options);
  }

  introspect(token, options = {}) {
    return this.post(this.metadata.introspection_endpoint, { token }, options);
  }

  revoke(token, options = {}) {
    return this.post(this.metadata.revocation_endpoint, { token }, options);
  }

  /** The whole flow, with everything checked that can be. */
  async signIn(changes = {}, options = {}) {
    const answer = await this.exchange(await this.code(changes, options));
    this.tokens = tokens(answer);
    this.claims = this.sent.scope.split(' ').includes('openid') ? await this.verifyIdToken(this.tokens.id_token) : undefined;
    return this.tokens;
  }

  async verifyIdToken(idToken, { isRefreshed = false } = {}) {
    assert.ok(idToken, 'there is an ID token');
    const keys = createRemoteJWKSet(new URL(this.metadata.jwks_uri));
    const { payload, protectedHeader } = await jwtVerify(idToken, keys, {
      issuer: this.target.issuer, audience: this.client.id, algorithms: ['RS256'], currentDate: new Date(this.target.now() * 1000), clockTolerance: 5,
    });
    assert.ok(protectedHeader.kid, 'the ID token names its key');
    assert.deepEqual([payload.aud].flat(), [this.client.id], 'the ID token is for this client alone');
    assert.ok(typeof payload.sub === 'string' && payload.sub.length > 0 && payload.sub.length <= 255, 'sub is a text of at most 255 characters');
    assert.ok(Math.abs(payload.iat - this.target.now()) < 300, 'iat is now');
    assert.ok(payload.exp > payload.iat, 'exp comes after iat');
    assert.ok(payload.nonce === this.sent.nonce || (isRefreshed && payload.nonce === undefined), 'nonce came back changed');
    return payload;
  }

  async userinfo(token = this.tokens.access_token, { method = 'GET', headers = { authorization: `Bearer ${token}` }, form } = {}) {
    const response = await fetch(this.metadata.userinfo_endpoint, { method, headers: { accept: 'application/json', ...headers }, body: form && new URLSearchParams(form) });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, body: parse(answer), text: answer };
  }

  /** The claims about the person, which must be the one of the ID token. */
  async claimsOfUser(options) {
    const { status, body } = await this.userinfo(undefined, options);
    assert.equal(status, 200, 'userinfo answers');
    assert.equal(body.sub, this.claims.sub, 'userinfo is about the person of the ID token');
    return body;
  }
}

/** Asserts a good token answer. */
export function tokens({ status, headers, body, text: answer }) {
  assert.equal(status, 200, `the token endpoint answered ${status}: ${answer}`);
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
  assert.match(headers.get('cache-control') ?? '', /no-store/, 'tokens are not cached');
  assert.equal(body.token_type?.toLowerCase(), 'bearer');
  assert.ok(Number.isInteger(body.expires_in) && body.expires_in > 0 && body.expires_in < 31_536_000, 'expires_in is a number of seconds below a year');
  assert.ok(body.access_token, 'there is an access token');
  return body;
}

/** Asserts an error of a machine's endpoint. */
export function refused({ status, body, text: answer }, ...expected) {
  assert.ok(status === 400 || status === 401, `refused with 400 or 401, not ${status}: ${answer.slice(0, 80)}`);
  assert.ok(expected.includes(body?.error), `error is ${body?.error}, expected ${expected.join(' or ')}`);
  assert.equal(body.access_token, undefined, 'an error has no token');
}

const defined = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== without));

const text = (html) => html.replace(/<(style|script|head)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);

function parse(answer) {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
