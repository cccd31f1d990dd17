import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { random } from '../lib/random.mjs';
import { people } from '../targets/clients.mjs';

export const person = { sub: people.asha.id, name: people.asha.fullName, email: people.asha.email, email_verified: true };

/**
 * How the provider misbehaves in one sign-in. What is left out is done well.
 * @typedef {object} Behaviour
 * @property {(params: URLSearchParams, op: HostileProvider) => void} [callback] changes the answer to the browser
 * @property {(claims: Record<string, any>) => void} [claims] changes the ID token
 * @property {(header: Record<string, any>) => void} [header]
 * @property {'none' | 'foreign'} [signature] nobody's, or that of a key that is not published
 * @property {(keys: object[]) => object[]} [keys] changes the key set
 * @property {(claims: Record<string, any>) => void} [userinfo]
 * @property {{ token?: Answer, userinfo?: Answer, jwks?: Answer }} [instead] answers in an endpoint's place
 * @typedef {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, body: URLSearchParams) => void | Promise<void>} Answer
 */

/** An OpenID provider that does all well except for what a check tells it to. It signs everybody in without asking. */
export class HostileProvider {
  #keys = { own: rsa('own'), other: rsa('other'), foreign: rsa('own') };
  #codes = new Map();

  /** @type {Behaviour} */
  behaviour = {};

  /** What clients sent. */
  seen = [];

  now = () => Math.floor(Date.now() / 1000);

  async start() {
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Forgets the last check and misbehaves like this from now on. */
  become(behaviour) {
    this.behaviour = behaviour;
    this.seen = [];
  }

  metadata() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/connect/authorize`,
      token_endpoint: `${this.issuer}/connect/token`,
      userinfo_endpoint: `${this.issuer}/connect/userinfo`,
      jwks_uri: `${this.issuer}/.well-known/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  /** A code of somebody else's flow. */
  strangeCode() {
    const code = random();
    this.#codes.set(code, { nonce: random() });
    return code;
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.issuer);
    const body = new URLSearchParams(await text(request));
    this.seen.push({ path: url.pathname, query: url.searchParams, headers: request.headers, body });
    const { instead = {} } = this.behaviour;
    switch (url.pathname) {
      case '/.well-known/openid-configuration': return json(response, this.metadata());
      case '/.well-known/jwks': return instead.jwks ? instead.jwks(request, response, body) : json(response, { keys: this.#publicKeys() });
      case '/connect/authorize': return this.#authorize(url.searchParams, response);
      case '/connect/token': return instead.token ? instead.token(request, response, body) : json(response, await this.#token(body));
      case '/connect/userinfo': return instead.userinfo ? instead.userinfo(request, response, body) : json(response, this.#userinfo());
      default: return json(response, {}, 404);
    }
  }

  #authorize(query, response) {
    const code = random();
    this.#codes.set(code, { nonce: query.get('nonce') });
    const params = new URLSearchParams({ code, state: query.get('state'), iss: this.issuer });
    this.behaviour.callback?.(params, this);
    response.writeHead(302, { location: `${query.get('redirect_uri')}?${params}` }).end();
  }

  async #token(body) {
    const known = this.#codes.get(body.get('code'));
    if (!known) {
      return { error: 'invalid_grant' };
    }
    this.#codes.delete(body.get('code'));
    const client = this.seen.at(-1).headers.authorization;
    const clientId = client ? decodeURIComponent(Buffer.from(client.split(' ')[1], 'base64').toString().split(':')[0]) : body.get('client_id');
    return { access_token: random(), token_type: 'Bearer', expires_in: 600, id_token: await this.#idToken(clientId, known.nonce) };
  }

  async #idToken(audience, nonce) {
    const { behaviour } = this;
    const [header, now] = [{ alg: 'RS256', kid: 'own', typ: 'JWT' }, this.now()];
    const claims = { iss: this.issuer, sub: person.sub, aud: audience, iat: now, exp: now + 600, nonce: nonce ?? undefined, sid: random() };
    behaviour.header?.(header);
    behaviour.claims?.(claims);
    if (behaviour.signature === 'none') {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ ...header, alg: 'none' })}.${part(claims)}.`;
    }
    const key = behaviour.signature === 'foreign' ? this.#keys.foreign : this.#keys.own;
    return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key.privateKey);
  }

  #publicKeys() {
    const keys = [this.#keys.own.jwk];
    return this.behaviour.keys?.(keys, this.#keys.other.jwk) ?? keys;
  }

  #userinfo() {
    const claims = { ...person };
    this.behaviour.userinfo?.(claims);
    return claims;
  }
}

export function json(response, value, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function rsa(kid) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

async function text(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
