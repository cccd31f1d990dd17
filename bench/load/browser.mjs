// A browser as far as the identity server can tell: it keeps cookies and posts the forms of pages.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Connection } from './http.mjs';

const SCOPE = 'openid profile email roles offline_access marketplace';

export class Browser {
  #connection;
  #cookies = new Map();

  constructor(port) {
    this.#connection = new Connection(port);
  }

  close = () => this.#connection.close();

  async get(path) {
    return this.#keep(await this.#connection.send('GET', path, { headers: this.#headers() }));
  }

  /** Fills in a page's form that posts to `action`; hidden fields go along. */
  submit(page, action, values) {
    return this.post(action, filled(page, action, values));
  }

  async post(path, text) {
    return this.#keep(await this.postAside(path, text));
  }

  /** What comes back is not remembered: the next form is posted by the same browser as this one. */
  postAside(path, text) {
    return this.#connection.sendForm(path, text, this.#headers());
  }

  #headers() {
    const headers = { Accept: 'text/html' };
    if (this.#cookies.size > 0) headers.Cookie = [...this.#cookies].map(pair => pair.join('=')).join('; ');
    return headers;
  }

  #keep(answer) {
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.#cookies.set(name, value);
    }

    return answer;
  }
}

/** The fields of a page's form that posts to `action`, with these values in it. */
export function filled(page, action, values) {
  const form = page.body.match(new RegExp(`<form[^>]*action="${action}"[\\s\\S]*?</form>`))?.[0];
  if (!form) throw new Error(`A page (${page.status}) has no form for ${action}.`);
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = input.match(/\bname="([^"]*)"/)?.[1];
    if (name) fields.set(name, decode(input.match(/\bvalue="([^"]*)"/)?.[1] ?? ''));
  }

  for (const name in values) fields.set(name, values[name]);
  return fields.toString();
}

const decode = text => text.replace(/&(?:quot|lt|gt|amp|#39|#x([0-9a-fA-F]+));/g, (all, hex) => hex ? String.fromCodePoint(parseInt(hex, 16)) : { '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#39;': "'" }[all]);

export const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** What a token says; its signature is looked at elsewhere. */
export const claimsOf = token => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

const pathOf = (answer, base) => {
  if (answer.status !== 302 && answer.status !== 303) throw new Error(`A redirect was expected, and ${answer.status} came: ${answer.body.slice?.(0, 300)}`);
  return new URL(answer.headers.location, base);
};

/**
 * All of a sign-in to the store: it sends the browser to the identity server, the person gives address and password, and the store gets
 * its tokens for the code that comes back.
 * @returns the answer of the token endpoint, and how long the form with the password took in ms.
 */
export async function signIn(town, person) {
  const [browser, store] = [new Browser(town.identityPort), new Connection(town.identityPort)];
  try {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomUUID();
    const redirect = `${town.store}/signin/callback`;
    const go = async url => browser.get(url.pathname + url.search);
    const asked = await browser.get(`/connect/authorize?${new URLSearchParams({
      response_type: 'code', client_id: 'store', redirect_uri: redirect, scope: SCOPE, state, nonce: randomUUID(),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
    })}`);
    const page = await go(pathOf(asked, town.identity));
    const began = performance.now();
    const done = await browser.submit(page, '/signin', { email: person.email, password: person.password });
    const form = performance.now() - began;
    const back = pathOf(await go(pathOf(done, town.identity)), town.identity);
    const [code, iss] = ['code', 'iss'].map(name => back.searchParams.get(name));
    if (!back.href.startsWith(redirect) || !code || iss !== town.identity || back.searchParams.get('state') !== state) throw new Error(`The sign-in came back as ${back.href}.`);
    const answer = await store.sendForm('/connect/token', new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirect }).toString(), {
      Authorization: basic('store', town.secrets.store),
    });
    if (answer.status !== 200) throw new Error(`The code gave ${answer.status} ${JSON.stringify(answer.body)}.`);
    return { tokens: answer.body, form };
  } finally {
    browser.close();
    store.close();
  }
}
