import { fileURLToPath } from 'node:url';
import { Browser } from '../lib/browser.mjs';
import { LineProcess } from '../lib/process.mjs';
import { startHearing } from './hearing.mjs';
import { clientAddresses, clients, people } from './clients.mjs';

/**
 * A server under test: all that a check knows of it.
 * @typedef {object} Target
 * @property {string} name
 * @property {string} issuer
 * @property {Record<string, any>} metadata its discovery document
 * @property {Record<string, import('./clients.mjs').Client>} clients
 * @property {typeof people} people
 * @property {{ type: string, token: string | null }[]} heard what its clients have been told of sign-outs
 * @property {() => number} now its clock, in seconds
 * @property {(seconds: number) => Promise<void>} advance moves its clock on
 * @property {(choices?: Choices) => Browser} browser
 *
 * What the person at the browser does when asked.
 * @typedef {{ person?: typeof people.asha, consent?: boolean, logout?: boolean }} Choices
 */

/** Starts the reference. @returns {Promise<Target & { stop: () => Promise<void> }>} */
export function startReference() {
  const file = fileURLToPath(new URL('./reference-server.mjs', import.meta.url));
  return start('reference', new LineProcess(process.execPath, [file]), readReferencePage);
}

/** Starts our server from a build output. */
export function startOurs(name, hostDll, env, more = {}) {
  return start(name, new LineProcess('dotnet', [hostDll], env), readOurPage, more);
}

async function start(name, child, readPage, more = {}) {
  const hearing = await startHearing();
  const own = clients({ logoutUri: hearing.url });
  const started = JSON.parse(await child.ask(JSON.stringify({ clients: Object.values(own), people: Object.values(people), ...more })));
  let ahead = 0;
  const discovery = await fetch(started.issuer + '/.well-known/openid-configuration');
  return {
    name,
    issuer: started.issuer,
    app: started.app,
    metadata: await discovery.json(),
    clients: own,
    people,
    heard: hearing.heard,
    now: () => Math.floor(Date.now() / 1000) + ahead,
    async advance(seconds) {
      await child.ask(`advance ${seconds}`);
      ahead += seconds;
    },
    plant: (fault) => child.ask(`fault ${fault}`),
    browser: (choices = {}) => new Browser(clientAddresses, (page, url) =>
      readAnswer(page) ?? readPage(page, { person: people.asha, consent: true, logout: true, ...choices }, url)),
    log: () => child.log,
    stop: () => child.stop(),
  };
}

/** The answer to a client that asked for response_mode=form_post. */
function readAnswer(page) {
  const form = page.querySelectorAll('form').find((f) => clientAddresses.some((a) => f.getAttribute('action')?.startsWith(a)));
  return form ? { kind: 'answer', form } : null;
}

function readReferencePage(page, { person, consent, logout }) {
  const login = formWith(page, 'input[name=login]');
  if (login) {
    return { kind: 'login', form: login, fields: { login: person.email, password: person.password } };
  }
  const ask = formWith(page, 'input[name=prompt][value=consent]');
  if (ask) {
    return consent ? { kind: 'consent', form: ask } : { kind: 'consent', link: page.querySelector('a[href$=/abort]').getAttribute('href') };
  }
  const leave = page.querySelector('form[id="op.logoutForm"]');
  return leave ? { kind: 'logout', form: leave, fields: logout ? { logout: 'yes' } : {} } : null;
}

function readOurPage(page, { person, consent, logout }) {
  const login = formWith(page, 'input[name=password]');
  if (login) {
    return { kind: 'login', form: login, fields: { email: person.email, password: person.password } };
  }
  const ask = formWith(page, 'button[name=answer]');
  if (ask) {
    return { kind: 'consent', form: ask, fields: { answer: consent ? 'allow' : 'refuse' } };
  }
  const leave = page.querySelector('form[action="/signout"]');
  return leave && logout ? { kind: 'logout', form: leave } : null;
}

const formWith = (page, selector) => page.querySelectorAll('form').find((form) => form.querySelector(selector));
