// A marketplace to measure: started hosts, shops, and the catalogue, all made through the product's own doors.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CATEGORIES, categoryName, products, toCsv } from './catalogue.mjs';
import { call } from './http.mjs';
import { openIssuer } from './issuer.mjs';
import { command, firstLine, freePort, memory, ready, start, stop } from './processes.mjs';

const SHOPS = 5;
const POSITION = { latitude: 12.912, longitude: 80.242 };

export class Town {
  products = 10_000;
  shops = [];

  /** A fresh database with this version's schema, and the bare program beside it. */
  static async open({ statements }) {
    const town = new Town();
    town.database = start('AppHost', { args: ['throwaway-postgres', '--durable', ...(statements ? ['--count-statements'] : [])] });
    town.connectionString = (await firstLine(town.database)).replace('Database=postgres', 'Database=marketplace');
    town.issuer = await openIssuer();
    const [api, identity, store, bare] = [await freePort(), await freePort(), await freePort(), await freePort()];
    [town.api, town.identity, town.store, town.bare] = [api, identity, store, bare].map(port => `http://127.0.0.1:${port}`);
    Object.assign(town, { apiPort: api, identityPort: identity, storePort: store });
    town.secrets = { store: randomUUID(), tests: randomUUID() };
    town.environment = {
      ASPNETCORE_ENVIRONMENT: 'Production',
      ConnectionStrings__Marketplace: town.connectionString,
      Urls__Api: town.api, Urls__Identity: town.issuer.url, Urls__Store: town.store, Urls__Portal: town.store,
      RateLimits__Reads: '0', RateLimits__Writes: '0', RateLimits__Sensitive: '0',
      Payments__Sandbox__WebhookSecret: randomUUID(), Shutdown__DrainSeconds: '0',
      Mail__Folder: resolve(`artifacts/test-data/bench-mail-${process.pid}`), Media__Path: resolve(`artifacts/test-data/bench-media-${process.pid}`),
      SignIn__ClientId: 'store', SignIn__ClientSecret: town.secrets.store, Clients__store__Secret: town.secrets.store, Clients__tests__Secret: town.secrets.tests,
      Logging__LogLevel__Default: 'Warning',
    };
    await Promise.all(['WebApi', 'IdentityServer'].map(host => command(host, ['migrate'], town.environment)));
    await town.appointAdministrator();
    town.bareProcess = start('Bare', { env: { ...town.environment, ASPNETCORE_URLS: town.bare } });
    await ready(town.bareProcess, town.bare);
    if (statements) await town.sql('create extension pg_stat_statements');
    return town;
  }

  /** The API asks the identity server's accounts who is one. */
  async appointAdministrator() {
    const account = { id: randomUUID(), email: 'admin@example.org', fullName: 'Bench', phone: '+91 98400 00000', roles: ['customer', 'admin'], password: randomUUID() };
    await this.#openAccounts([account]);
    this.admin = this.issuer.tokenFor(account.id, 'admin');
  }

  async #openAccounts(accounts) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    try {
      writeFileSync(join(folder, 'accounts.json'), JSON.stringify(accounts), { mode: 0o600 });
      await command('IdentityServer', ['seed-demo', join(folder, 'accounts.json')], this.environment);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Milliseconds from the start of the process until it answers ready. */
  async startApi() {
    this.apiProcess = start('WebApi', { env: { ...this.environment, ASPNETCORE_URLS: this.api } });
    return ready(this.apiProcess, this.api);
  }

  /** The identity server itself, with so many shoppers who have a password. Its tokens are not those of the run: `issuer` makes those. */
  async startIdentity(shoppers) {
    const password = randomUUID();
    this.shoppers = Array.from({ length: shoppers }, (_, i) => ({ id: randomUUID(), email: `shopper${i}@example.org`, fullName: `Shopper ${i}`, phone: null, roles: ['customer'], password }));
    await this.#openAccounts(this.shoppers);
    // No limit is reached; 0 would allow nothing.
    const limits = ['SignInFailuresBeforeLockout', 'SignInFailuresBeforeMail', 'SignInFailuresPerAddress', 'RegistrationsPerAddress', 'MailCodesPerAddress', 'ClientFailures'];
    this.identityProcess = start('IdentityServer', {
      env: {
        ...this.environment, ...Object.fromEntries(limits.map(name => [`Limits__${name}`, '1000000000'])), Urls__Identity: this.identity, ASPNETCORE_URLS: this.identity,
        // What is refused is meant to be.
        'Logging__LogLevel__Marketplace.IdentityServer.Accounts.SignInUser': 'Error', 'Logging__LogLevel__Marketplace.IdentityServer.Clients.ClientAuthenticator': 'Error',
      },
    });
    return ready(this.identityProcess, this.identity);
  }

  async startStore() {
    this.storeProcess = start('BlazorStore', { env: { ...this.environment, ASPNETCORE_URLS: this.store } });
    return ready(this.storeProcess, this.store);
  }

  stopApi = () => stop(this.apiProcess);

  /** The one value that a statement gives. */
  sql = async text => {
    const answer = await fetch(`${this.bare}/sql`, { method: 'POST', body: text });
    const value = await answer.text();
    if (!answer.ok) throw new Error(`${text}\nanswered ${answer.status}: ${value.slice(0, 500)}`);
    return value;
  };

  count = async text => Number(await this.sql(text));

  async settled() {
    const began = performance.now();
    while (await this.count('select count(*) from shared.outbox where delivered_at is null') > 0) {
      if (performance.now() - began > 120_000) throw new Error('The outbox was not delivered within two minutes.');
      await pause(50);
    }

    return performance.now() - began;
  }

  async openShops() {
    const { admin } = this;
    const settings = await call(this.api, '/api/v1/admin/settings', { token: admin });
    // Nobody stands in these shops: without time to answer, orders of one row would be rejected while another is measured.
    await call(this.api, '/api/v1/admin/settings', { method: 'PUT', token: admin, body: { ...settings, answerSeconds: 3600 } });
    this.categories = [];
    for (let i = 0; i < CATEGORIES; i++) {
      this.categories.push((await call(this.api, '/api/v1/admin/categories', { method: 'POST', token: admin, body: { name: categoryName(i), parentId: null, hue: (i % 8) + 1, isActive: true } })).slug);
    }

    for (let i = 0; i < SHOPS; i++) this.shops.push(await this.openShop(i));
  }

  /** Open round the clock. */
  async openShop(index) {
    const token = this.issuer.tokenFor(randomUUID());
    const profile = await call(this.api, '/api/v1/vendors', {
      method: 'POST', token,
      body: {
        name: `Shop ${index}`, tagline: 'Everything, always', street: `${index} Market Street`, city: 'Tarapet', region: 'IN-TN', postalCode: '600999',
        position: POSITION, phone: '+91 98400 00000', email: `shop${index}@example.org`,
      },
    });
    await call(this.api, `/api/v1/admin/vendors/${profile.id}/approve`, { method: 'POST', token: this.admin });
    const approved = await call(this.api, '/api/v1/vendor/profile', { token });
    const hours = Array.from({ length: 7 }, (_, day) => ({ day, opens: '00:00:00', closes: '00:00:00' }));
    await call(this.api, '/api/v1/vendor/profile', { method: 'PUT', token, body: { ...approved, hours, logoId: null, bannerId: null, freeDeliveryFrom: null } });
    return { id: profile.id, token };
  }

  /** Sends products as one file and waits until they are there. */
  async import(shop, list, options = {}) {
    const form = new FormData();
    form.set('file', new Blob([toCsv(list, { slugOf: index => this.categories[index], ...options })], { type: 'text/csv' }), 'products.csv');
    let job = await call(this.api, '/api/v1/vendor/products/imports', { method: 'POST', token: shop.token, form });
    while (job.state === 'RUNNING') {
      await pause(50);
      job = await call(this.api, `/api/v1/vendor/products/imports/${job.id}`, { token: shop.token });
    }

    if (job.state !== 'DONE' || job.created !== list.length) throw new Error(`The import ended ${job.state} with ${job.created} of ${list.length}: ${JSON.stringify(job.errors?.slice(0, 3))}`);
  }

  /** Each shop sends its share at once; the server takes one file after the other. */
  async fill() {
    const share = this.products / SHOPS;
    const files = this.shops.map((_, i) => products(i * share, (i + 1) * share));
    const before = memory(this.apiProcess).now;
    const began = performance.now();
    await Promise.all(this.shops.map((shop, i) => this.import(shop, files[i])));
    const took = performance.now() - began;
    const { now } = memory(this.apiProcess);
    const relayed = await this.settled();
    const slug = `product-${this.products - 1}`;
    const last = await call(this.api, `/api/v1/products/${slug}`);
    if (last.variants.length !== 2 || await this.count('select count(*) from catalog.products') !== this.products) throw new Error('The catalogue is not what was imported.');
    await this.sql('vacuum analyze');
    return { took, relayed, grownBy: now - before };
  }
}
