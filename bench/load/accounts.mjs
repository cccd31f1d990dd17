// Rows of the identity server: what its applications ask all day, and people who sign in.
import { createPublicKey, verify } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { basic, Browser, claimsOf, signIn } from './browser.mjs';
import { memory, processorTime } from './processes.mjs';
import { shop, summary } from './shopper.mjs';

export const SHOPPERS = 64;
const CLIENTS = 16;
const SIGN_INS_PER_SECOND = 5;
const SIGN_INS_AT_LEAST = 100;
const P95 = 400;
const HASHES = 20;
const HASH_AT_LEAST = 80;

const expect = (holds, what, answer) => {
  if (!holds) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 300)}`);
};

/** Warms up, then measures. Whoever is at work looks at every answer. */
async function drive(town, { seconds, warmUp, measured }, visit) {
  const work = time => shop(town.identityPort, { clients: CLIENTS, seconds: time, visit });
  const warm = await work(warmUp);
  if (warm.errors > 0) throw new Error(`While warming up: ${warm.failures[0]}`);
  const result = await measured(() => work(seconds));
  return { ...result, note: `p95 ${result.p95.toFixed(1)} ms${result.errors > 0 ? `; ${result.failures[0]}` : ''}` };
}

/** An access token that the published key has signed. */
async function expectSigned(town, token) {
  const [head, body, signature] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url'));
  const { keys } = await (await fetch(`${town.identity}/.well-known/jwks`)).json();
  const key = createPublicKey({ key: keys.find(k => k.kid === kid), format: 'jwk' });
  if (!verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) throw new Error('A token is not signed with the published key.');
}

const isTokenOf = (answer, { sub, client }) => {
  if (answer.status !== 200 || answer.body.token_type !== 'Bearer' || !(answer.body.expires_in > 0)) return false;
  const claims = claimsOf(answer.body.access_token);
  return claims.sub === sub && claims.client_id === client && claims.exp * 1000 > Date.now();
};

async function clientCredentials(town, options) {
  const headers = { Authorization: basic('tests', town.secrets.tests) };
  let last;
  const result = await drive(town, options, async connection => {
    const answer = await connection.sendForm('/connect/token', 'grant_type=client_credentials', headers);
    expect(isTokenOf(answer, { sub: 'tests', client: 'tests' }), 'A token of its own', answer);
    last = answer.body.access_token;
  });
  await expectSigned(town, last);
  return result;
}

/** People who are signed in, one for each worker. */
async function signedIn(town) {
  town.signedIn ??= await Promise.all(town.shoppers.slice(0, CLIENTS).map(async person => {
    const { tokens } = await signIn(town, person);
    if (!tokens.refresh_token || claimsOf(tokens.access_token).sub !== person.id) throw new Error(`The sign-in gave ${JSON.stringify(tokens).slice(0, 300)}.`);
    return { person, tokens };
  }));
  return town.signedIn;
}

/** Each family of tokens is in one worker's hands at a time. */
async function refresh(town, options) {
  const families = [...await signedIn(town)];
  const headers = { Authorization: basic('store', town.secrets.store) };
  const before = await town.count('select count(*) from identity.refresh_tokens where used_at is not null');
  let grandparent;
  let refreshed = 0;
  const result = await drive(town, options, async connection => {
    const family = families.pop();
    try {
      const answer = await connection.sendForm('/connect/token', `grant_type=refresh_token&refresh_token=${family.tokens.refresh_token}`, headers);
      expect(isTokenOf(answer, { sub: family.person.id, client: 'store' }) && answer.body.refresh_token !== family.tokens.refresh_token, 'A refresh', answer);
      refreshed++;
      if (family === town.signedIn[0]) grandparent = family.before;
      [family.before, family.tokens] = [family.tokens.refresh_token, answer.body];
    } finally {
      families.push(family);
    }
  });
  const spent = await town.count('select count(*) from identity.refresh_tokens where used_at is not null') - before;
  if (spent !== refreshed) throw new Error(`${refreshed} refreshes spent ${spent} tokens.`);
  const theft = await fetch(`${town.identity}/connect/token`, { method: 'POST', headers, body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: grandparent }) });
  if (theft.status !== 400 || (await theft.json()).error !== 'invalid_grant') throw new Error(`A token of two generations ago was answered ${theft.status}.`);
  town.signedIn = undefined; // that theft has ended one sign-in
  return result;
}

async function introspect(town, options) {
  const people = await signedIn(town);
  const headers = { Authorization: basic('store', town.secrets.store) };
  let next = 0;
  return drive(town, options, async connection => {
    const { person, tokens } = people[next++ % people.length];
    const isForged = next % 100 === 0;
    const token = isForged ? `${tokens.access_token.slice(0, -8)}AAAAAAAA` : tokens.access_token;
    const answer = await connection.sendForm('/connect/introspect', `token=${token}`, headers);
    expect(answer.status === 200 && (isForged ? answer.body.active === false : answer.body.active === true && answer.body.sub === person.id), 'An introspection', answer);
  });
}

async function userInfo(town, options) {
  const people = (await signedIn(town)).map(({ person, tokens }) => ({ person, headers: { Authorization: `Bearer ${tokens.access_token}` } }));
  let next = 0;
  return drive(town, options, async connection => {
    const { person, headers } = people[next++ % people.length];
    const answer = await connection.send('GET', '/connect/userinfo', { headers });
    expect(answer.status === 200 && answer.body.sub === person.id && answer.body.email === person.email && answer.body.name === person.fullName, 'Userinfo', answer);
  });
}

/** So many begin each second, however long those before them take; whoever has to wait for the load itself waits in the figures too. */
async function openLoop(perSecond, count, visit) {
  const [results, times, failures] = [[], [], []];
  const began = performance.now();
  await Promise.all(Array.from({ length: count }, async (_, i) => {
    const due = began + i * 1000 / perSecond;
    await pause(Math.max(0, due - performance.now()));
    try {
      results.push(await visit(i));
      times.push(performance.now() - due);
    } catch (failure) {
      failures.push(failure.message);
    }
  }));
  return summary(results, times, failures, (performance.now() - began) / 1000);
}

/** From the store to the store: each in a browser that nobody knows, which takes the most work. */
async function interactive(town, { seconds, measured }) {
  const visit = async i => {
    const person = town.shoppers[i % town.shoppers.length];
    const { tokens, form } = await signIn(town, person);
    if (claimsOf(tokens.access_token).sub !== person.id || !tokens.id_token) throw new Error(`The sign-in gave ${JSON.stringify(tokens).slice(0, 300)}.`);
    return form;
  };
  await openLoop(SIGN_INS_PER_SECOND, 2 * SIGN_INS_PER_SECOND, visit);
  const count = Math.max(SIGN_INS_AT_LEAST, SIGN_INS_PER_SECOND * seconds);
  const result = await measured(() => openLoop(SIGN_INS_PER_SECOND, count, visit));
  const form = result.results.sort((a, b) => a - b)[Math.floor(result.results.length * 0.95)] ?? 0;
  return {
    ...result, isWithin: result.p95 <= P95,
    note: `p95 ${result.p95.toFixed(0)} ms in six requests, of which the one with the password ${form.toFixed(0)} ms${result.errors > 0 ? `; ${result.failures[0]}` : ''}`,
  };
}

/** Processor time, which does not count waiting: of forms with a wrong password less that of forms with none, which are not compared. */
async function hash(town) {
  const browser = new Browser(town.identityPort);
  const page = await browser.get('/signin');
  const cost = async password => {
    const before = processorTime(town.identityProcess.pid);
    for (let i = 0; i < HASHES; i++) {
      const answer = await browser.submit(page, '/signin', { email: 'nobody@example.org', password });
      if (answer.status !== 400) throw new Error(`A wrong password was answered ${answer.status}.`);
    }

    return (processorTime(town.identityProcess.pid) - before) * 1000 / HASHES;
  };
  await cost('');
  const [compared, not] = [await cost('not the password'), await cost('')];
  browser.close();
  return { text: `${(compared - not).toFixed(0)} ms`, isWithin: compared - not >= HASH_AT_LEAST, note: `processor time; a form that is refused without one takes ${not.toFixed(1)} ms` };
}

async function peak(town) {
  const { now, peak } = memory(town.identityProcess);
  return { text: `${peak} MB`, note: `${now} MB at the end` };
}

const row = (id, title, perSecond, run) => ({ id, title: `${title}, c=${CLIENTS}`, limit: 'bare-select', budget: { perSecond, p95: 50 }, run });
export const accounts = [
  row('oauth-client', 'Token for a program', 200, clientCredentials),
  row('oauth-introspect', 'Introspection of an access token', 400, introspect),
  row('oauth-userinfo', 'Userinfo', 400, userInfo),
  row('oauth-refresh', 'Refresh with rotation', 150, refresh),
  { id: 'oauth-signin', title: `Sign-in with a password, ${SIGN_INS_PER_SECOND} begun each second`, budget: { text: `p95 ${P95} ms` }, run: interactive },
  { id: 'oauth-hash', title: 'One password hash', budget: { text: `≥ ${HASH_AT_LEAST} ms` }, run: hash },
  { id: 'oauth-memory', title: 'Memory of IdentityServer at its highest', run: peak },
];
