import { CookieJar } from 'tough-cookie';
import { parse } from 'node-html-parser';

/**
 * What a page is, and what a person would do on it.
 * @typedef {{ kind: string, form?: import('node-html-parser').HTMLElement, fields?: Record<string, string>, link?: string }} Step
 *
 * Where a visit ended: back at the client, or at a page.
 * @typedef {object} Visit
 * @property {'callback' | 'page'} kind
 * @property {string} url
 * @property {URLSearchParams} params what the client got; empty for a page
 * @property {string[]} seen the kinds of pages that were filled in on the way
 * @property {number} status
 * @property {Headers} headers
 * @property {string} html
 * @property {import('node-html-parser').HTMLElement} [root] the page, read
 * @property {string} [stoppedAt] the kind of page at which it was asked to stop
 */

/** A browser without a screen: it keeps cookies, follows redirects, and fills in forms as a person would. */
export class Browser {
  /**
   * @param {string[]} clients beginnings of addresses at which a visit is over
   * @param {(page: import('node-html-parser').HTMLElement, url: string) => Step | null} read
   */
  constructor(clients, read) {
    this.clients = clients;
    this.read = read;
    this.jar = new CookieJar(undefined, { rejectPublicSuffixes: false });
  }

  /** One request, without following anything. */
  async send(url, { form, method = form ? 'POST' : 'GET', headers = {} } = {}) {
    const cookie = await this.jar.getCookieString(url);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers },
      body: form ? new URLSearchParams(form) : undefined,
    });
    for (const line of response.headers.getSetCookie()) {
      await this.jar.setCookie(line, url, { ignoreError: true });
    }
    return response;
  }

  /**
   * Goes to an address and on, until it is back at a client, or at a page that `stopAt` names or that nobody knows how to fill in.
   * @param {{ form?: Record<string, string>, stopAt?: string }} [options]
   * @returns {Promise<Visit>}
   */
  async visit(url, { form, stopAt } = {}) {
    const seen = [];
    for (let hop = 0; hop < 25; hop++) {
      if (this.clients.some((client) => url.startsWith(client))) {
        const { search, hash } = new URL(url);
        return hash ? callback(url, new URLSearchParams(hash.slice(1)), seen, 'fragment') : callback(url, new URLSearchParams(search), seen, 'query');
      }
      const response = await this.send(url, { form });
      form = undefined;
      const next = response.headers.get('location');
      if (next) {
        await response.body?.cancel();
        url = new URL(next, url).href;
        continue;
      }
      const html = await response.text();
      const page = { kind: 'page', url, params: new URLSearchParams(), seen, status: response.status, headers: response.headers, html };
      const root = parse(html);
      const step = response.ok ? this.read(root, url) : null;
      if (!step || step.kind === stopAt) {
        return { ...page, kind: 'page', root, stoppedAt: step?.kind };
      }
      seen.push(step.kind);
      if (step.link) {
        url = new URL(step.link, url).href;
        continue;
      }
      const action = new URL(step.form.getAttribute('action') ?? '', url).href;
      form = { ...fieldsOf(step.form), ...step.fields };
      if (this.clients.some((client) => action.startsWith(client))) {
        return callback(action, new URLSearchParams(form), seen.slice(0, -1), 'form_post');
      }
      url = action;
    }
    throw new Error(`${url} leads round in a circle`);
  }
}

function callback(url, params, seen, mode) {
  return { kind: 'callback', url, params, seen, mode, status: 0, headers: new Headers(), html: '' };
}

/** @returns {Record<string, string>} what a form sends when nobody touches it */
export function fieldsOf(form) {
  return Object.fromEntries(form.querySelectorAll('input[name]')
    .filter((i) => !['checkbox', 'radio', 'submit'].includes(i.getAttribute('type')) || i.hasAttribute('checked'))
    .map((i) => [i.getAttribute('name'), i.getAttribute('value') ?? '']));
}
