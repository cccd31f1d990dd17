// Whether answers tell by their time what they do not say, and what abusers cost the others: bench/run --medians starts it.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { basic, Browser, filled } from './browser.mjs';
import { call, Connection } from './http.mjs';
import { machine } from './machine.mjs';
import { stopAll } from './processes.mjs';
import { ADDRESS, buy, shop } from './shopper.mjs';
import { Town } from './town.mjs';

const WARM_UP = 20;
const SHOPPERS = 800;
const KIB = 1024;

const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

// --- Two ways to ask, in turns -------------------------------------------------------------------------------------------------------

/** Both are asked in turns, and the one that comes first changes, so that whatever drifts weighs on both alike. */
async function inTurns([one, other], tries) {
  const times = [[], []];
  for (let i = -Math.min(WARM_UP, tries); i < tries; i++) {
    const seen = [];
    for (const side of i % 2 === 0 ? [0, 1] : [1, 0]) {
      const began = performance.now();
      const answer = await [one, other][side].ask(i);
      if (i >= 0) times[side].push(performance.now() - began);
      seen[side] = [one, other][side].seen(answer);
    }

    if (seen[0] !== seen[1]) throw new Error(`The answers differ:\n${seen[0]}\n${seen[1]}`);
  }

  const [a, b] = times.map(median);
  return { a, b, tries, apart: b / a - 1 };
}

/** What is too much is looked at once more, with twice the tries. When it points the other way then, the machine is too busy to tell, which is no pass either. */
async function compare(sides, tries, within) {
  const first = await inTurns(sides, tries);
  if (Math.abs(first.apart) <= within) return { ...first, isWithin: true };
  const again = await inTurns(sides, 2 * tries);
  const isWithin = Math.abs(again.apart) <= within;
  const isNoise = !isWithin && Math.sign(again.apart) !== Math.sign(first.apart);
  return { ...again, isWithin, note: `; ${percent(first.apart)} at first${isNoise ? ': too busy to tell' : ''}` };
}

const percent = share => `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)} %`;

const comparison = ({ what, sides, tries, within }) => ({
  what, budget: `${within * 100} %`,
  run: async factor => {
    const { a, b, tries: done, apart, isWithin, note = '' } = await compare(sides, Math.max(3, Math.round(tries * factor)), within);
    return { text: `${a.toFixed(2)} / ${b.toFixed(2)} ms`, apart: percent(apart), isWithin, note: `${done} times each${note}` };
  },
});

// --- What belongs to somebody else, and what is not there (S-3) ------------------------------------------------------------------------

/** The same id with another end: it stands in the same place of every index. */
const notThere = id => id.slice(0, -4) + (id.endsWith('0000') ? 'ffff' : '0000');

async function foreign(town) {
  const [mine, theirs] = town.shops;
  const [shopper, stranger] = [randomUUID(), randomUUID()].map(id => town.issuer.tokenFor(id));
  const product = await call(town.api, `/api/v1/products/product-${town.products / town.shops.length + 1}`);
  const connection = new Connection(town.apiPort);
  const { number, id: orderId } = JSON.parse(await placed(town, connection, product.variants[0].id));
  const part = await town.sql(`select id from orders.vendor_orders where order_id = '${orderId}'`);
  const job = await town.sql(`select id from catalog.import_jobs where vendor_id = '${theirs.id}' limit 1`);
  const address = await call(town.api, '/api/v1/me/addresses', { method: 'POST', token: shopper, body: { label: 'Home', address: ADDRESS, isDefault: true } });
  const key = await call(town.api, '/api/v1/vendor/api-keys', { method: 'POST', token: theirs.token, body: { name: 'Till', scopes: ['vendor.orders'], expiresAt: null } });
  const asking = ([method, path, id, token, body]) => {
    const side = one => ({
      ask: () => connection.send(method, path.replace('*', one), { headers: { Authorization: `Bearer ${token}`, ...(method === 'POST' ? { 'Idempotency-Key': randomUUID() } : {}), ...(method === 'PUT' ? { 'If-Match': '*' } : {}) }, body }),
      seen: answer => {
        if (answer.status !== 404) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        return JSON.stringify([answer.status, answer.headers['content-length'], answer.body], (name, value) => name === 'traceId' || name === 'correlationId' ? value.length : value).replaceAll(one, '*');
      },
    });
    return comparison({ what: `${method} ${path.replace('/api/v1', '')}`, sides: [side(id), side(notThere(id))], tries: 200, within: 0.1 });
  };
  return [
    ['GET', '/api/v1/orders/*', number, stranger],
    ['POST', '/api/v1/orders/*/cancel', number, stranger, { reason: 'Changed my mind' }],
    ['GET', '/api/v1/vendor/orders/*', part, mine.token],
    ['POST', '/api/v1/vendor/orders/*/ready', part, mine.token],
    ['GET', '/api/v1/vendor/products/*', product.id, mine.token],
    ['PUT', '/api/v1/vendor/variants/*/price', product.variants[0].id, mine.token, { price: 100, compareAt: null }],
    ['PUT', '/api/v1/vendor/variants/*/stock', product.variants[0].id, mine.token, { onHand: 5, expectedOnHand: null, reason: 'Counted' }],
    ['GET', '/api/v1/vendor/variants/*/movements', product.variants[0].id, mine.token],
    ['GET', '/api/v1/vendor/products/imports/*', job, mine.token],
    ['DELETE', '/api/v1/vendor/api-keys/*', key.item.id, mine.token],
    ['PUT', '/api/v1/me/addresses/*', address.id, stranger, { label: 'Home', address: ADDRESS, isDefault: true }],
    ['DELETE', '/api/v1/me/addresses/*', address.id, stranger],
  ].map(asking);
}

/** A guest's order. */
async function placed(town, connection, variant) {
  const id = await buy(connection, [variant], 'CASH_ON_DELIVERY');
  return town.sql(`select json_build_object('id', id, 'number', number) from orders.orders where id = '${id}'`);
}

// --- Applications and people that are known, and that are not (O-80, S-25) ---------------------------------------------------------------

async function client(town) {
  const connection = new Connection(town.identityPort);
  const side = id => ({
    ask: () => connection.sendForm('/connect/token', 'grant_type=client_credentials', { Authorization: basic(id, 'not-the-secret-of-anybody-0123456789') }),
    seen: answer => {
      if (answer.status !== 401) throw new Error(`A wrong secret was answered ${answer.status}.`);
      return JSON.stringify(answer.body);
    },
  });
  return [comparison({ what: 'Wrong secret / unknown application', sides: [side('tests'), side('tesst')], tries: 500, within: 0.05 })];
}

async function account(town) {
  const form = async (path, action, before = page => page) => {
    const browser = new Browser(town.identityPort);
    const page = await before(await browser.get(path), browser);
    return values => browser.postAside(action, filled(page, action, values));
  };
  const [signIn, register, forgot, enter] = [await form('/signin', '/signin'), await form('/register', '/register'), await form('/forgot', '/forgot'), await form('/enter', '/enter')];
  const reset = await form('/forgot', '/reset', (page, browser) => browser.submit(page, '/forgot', { email: 'nobody@example.org' }));
  // Who asks for a code has five in an hour, so everybody's turn comes seldom; a new password is tried for those who have asked for none.
  const half = SHOPPERS / 2;
  const known = i => town.shoppers[(i + WARM_UP) % half].email;
  const silent = i => town.shoppers[half + (i + WARM_UP) % half].email;
  const unknown = i => `nobody${(i + WARM_UP) % half}@example.org`;
  const row = (what, send, status, emails = [known, unknown]) => comparison({
    what, tries: 300, within: 0.1,
    sides: emails.map(email => {
      let last;
      return {
        ask: i => send(last = email(i)),
        seen: answer => {
          if (answer.status !== status) throw new Error(`${what}: answered ${answer.status}.`);
          return `${answer.headers.location ?? ''} ${answer.body}`.replaceAll(last, '*').replace(/name="__RequestVerificationToken" value="[^"]*"/g, '');
        },
      };
    }),
  });
  return [
    row('Sign-in with a wrong password: known / unknown', email => signIn({ email, password: 'not the password' }), 400),
    row('Register: known / new', email => register({ fullName: 'Aditi Rao', email, password: 'a lantern over the quay' }), 303, [known, () => `${randomUUID()}@example.org`]),
    row('Ask for a new password: known / unknown', email => forgot({ email }), 200),
    row('A new password with wrong digits: known / unknown', email => reset({ email, code: '123456', next: 'another lantern by the sea' }), 400, [silent, unknown]),
    row('Send a code: known / unknown', email => enter({ fullName: 'Aditi Rao', contact: email }), 200),
  ];
}

// --- Too much, and too slow (O-81) -------------------------------------------------------------------------------------------------------

const LARGE_TRIES = 20;
const LARGE_MS = 50;

/** The status, and the milliseconds until it came; nothing more is sent meanwhile. */
const rawAnswer = (port, text) => new Promise((resolve, reject) => {
  const began = performance.now();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(text));
  socket.once('data', data => {
    resolve({ status: Number(data.latin1Slice(9, 12)), took: performance.now() - began });
    socket.destroy();
  });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('The server closed the connection without an answer.')));
});

async function large(town) {
  const filling = 'a=' + 'b'.repeat(64 * KIB);
  const head = (path, length) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n${length}\r\n\r\n`;
  const ways = [
    ['65 KiB', path => head(path, `Content-Length: ${filling.length}`) + filling],
    ['1 GiB announced', path => head(path, `Content-Length: ${KIB ** 3}`) + filling],
    ['no length', path => `${head(path, 'Transfer-Encoding: chunked')}${filling.length.toString(16)}\r\n${filling}\r\n0\r\n\r\n`],
  ];
  return ['/connect/token', '/connect/introspect', '/connect/par', '/signin'].flatMap(path => ways.map(([way, textOf]) => ({
    what: `POST ${path} with ${way}, the slowest of ${LARGE_TRIES}`, budget: `400 or 413 in ${LARGE_MS} ms`,
    run: async () => {
      const times = [];
      const statuses = new Set();
      for (let i = -3; i < LARGE_TRIES; i++) {
        const { status, took } = await rawAnswer(town.identityPort, textOf(path));
        statuses.add(status);
        if (i >= 0) times.push(took);
      }

      const worst = Math.max(...times);
      return { text: `${median(times).toFixed(2)} ms`, apart: `${worst.toFixed(1)} ms`, isWithin: worst <= LARGE_MS && [...statuses].every(s => s === 400 || s === 413), note: [...statuses].join(', ') };
    },
  })));
}

const LORISES = 200;
const ROUNDS = 3;
const QUIET_SECONDS = 5;
const LOUD_SECONDS = 12; // longer than the server waits for headers, and for a body that trickles

/** Connections that say a byte each second; who is shown out comes again. Half of them never end their headers, half never their body. */
function lorises(port) {
  let shownOut = 0;
  let isOver = false;
  const sockets = Array(LORISES);
  const begin = i => {
    const socket = sockets[i] = connect({ port, host: '127.0.0.1' });
    socket.write(`POST /connect/token HTTP/1.1\r\nHost: localhost\r\n${i % 2 ? 'X-Slow: ' : 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n'}`);
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => {
      if (isOver) return;
      shownOut++;
      begin(i);
    });
  };
  for (let i = 0; i < LORISES; i++) begin(i);
  const timer = setInterval(() => sockets.forEach(socket => socket.writable && socket.write('a')), 1000);
  return () => {
    isOver = true;
    clearInterval(timer);
    sockets.forEach(socket => socket.destroy());
    return shownOut;
  };
}

async function slow(town) {
  const headers = { Authorization: basic('tests', town.secrets.tests) };
  const good = async seconds => {
    const result = await shop(town.identityPort, {
      clients: 4, seconds, visit: async connection => {
        const began = performance.now();
        const answer = await connection.sendForm('/connect/token', 'grant_type=client_credentials', headers);
        if (answer.status !== 200) throw new Error(`A good request was answered ${answer.status}.`);
        return performance.now() - began;
      },
    });
    if (result.errors > 0) throw new Error(result.failures[0]);
    return result.results;
  };
  const p95 = list => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)];
  return [{
    what: `p95 of good requests without / with ${LORISES} connections that trickle`, budget: '2 ×',
    run: async () => {
      const [quiet, loud] = [[], []];
      let shownOut = 0;
      await good(QUIET_SECONDS);
      for (let i = 0; i < ROUNDS; i++) {
        quiet.push(...await good(QUIET_SECONDS));
        const end = lorises(town.identityPort);
        await pause(500);
        loud.push(...await good(LOUD_SECONDS));
        shownOut += end();
        await pause(500);
      }

      const [before, during] = [p95(quiet), p95(loud)];
      return { text: `${before.toFixed(2)} / ${during.toFixed(2)} ms`, apart: `${(during / before).toFixed(2)} ×`, isWithin: during <= 2 * before && shownOut >= LORISES, note: `${shownOut} shown out` };
    },
  }];
}

// --- The run ---------------------------------------------------------------------------------------------------------------------------

const checks = { foreign, client, account, large, slow };

function optionsOf(args) {
  const options = { only: Object.keys(checks), factor: 1 };
  for (let i = 0; i < args.length; i++) {
    switch (args[i]) {
      case '--medians': break;
      case '--only': options.only = args[++i]?.split(',') ?? []; break;
      case '--tries': options.factor = Number(args[++i]); break;
      default: refuse(`There is no option ${args[i]}.`);
    }
  }

  if (options.only.length === 0 || options.only.some(id => !checks[id]) || !(options.factor > 0)) refuse('--only takes checks, --tries a factor.');
  return options;
}

function refuse(why) {
  console.error(`✗ ${why}\n\nbench/run --medians [--only CHECK,…] [--tries FACTOR]\n\n  --only    of ${Object.keys(checks).join(' ')}\n  --tries   times so many tries as are asked for (1)`);
  process.exit(1);
}

const heading = ['What', 'Median', 'Differ', 'At most', '', ''];
const table = rows => [heading, heading.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');

const options = optionsOf(process.argv.slice(2));
const rows = [];
let town;

async function run() {
  town = await Town.open({ statements: false });
  if (options.only.includes('foreign')) {
    town.products = 1000;
    await town.startApi();
    await town.openShops();
    await town.fill();
  }

  if (options.only.some(id => id !== 'foreign')) await town.startIdentity(SHOPPERS);
  let misses = 0;
  for (const id of options.only) {
    for (const check of await checks[id](town)) {
      process.stderr.write(`${check.what} … `);
      const { text, apart, isWithin, note } = await check.run(options.factor);
      if (!isWithin) misses++;
      rows.push([check.what, text, apart, check.budget, isWithin ? '✓' : '✗', note]);
      process.stderr.write(`${text} ${apart} ${isWithin ? '✓' : '✗'} ${note}\n`);
    }
  }

  return misses;
}

async function end() {
  await stopAll();
  town?.issuer?.close();
  if (town?.environment) for (const folder of [town.environment.Mail__Folder, town.environment.Media__Path]) rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end().finally(() => process.exit(130)));
try {
  process.exitCode = await run() > 0 ? 2 : 0;
} catch (failure) {
  console.error(`\n✗ ${failure.stack}`);
  for (const child of [town?.apiProcess, town?.identityProcess]) if (child?.tail.length > 0) console.error(`\n${child.project} said:\n${child.tail.map(line => line.slice(0, 600)).join('\n')}`);
  process.exitCode = 1;
} finally {
  if (rows.length > 0) console.log(`${machine()}\n\n${table(rows)}`);
  await end();
}
