// Rows that read: the public catalogue as visitors without an account ask for it.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CATEGORIES, nouns, pick, random, words } from './catalogue.mjs';
import { call, Connection } from './http.mjs';
import { wrk } from './wrk.mjs';

const MANY = 64;
const FEW = 16;
const CHANGES = 20;

const listPaths = Array.from({ length: 20 }, (_, page) => `/api/v1/products?page=${page + 1}&size=20`);

async function expectProducts(town, paths, least) {
  for (const path of [paths[0], paths[randomInt(paths.length)], paths.at(-1)]) {
    const { products } = await call(town.api, path);
    if (products.items.length < least || !products.items.every(p => p.name && p.price.amount > 0 && p.inStock)) throw new Error(`${path} does not show its products.`);
  }
}

async function list(town, options) {
  await expectProducts(town, listPaths, 20);
  return wrk(town.api, listPaths, { clients: MANY, ...options });
}

async function category(town, options) {
  const paths = town.categories.flatMap(slug => [1, 2, 3].map(page => `/api/v1/products?category=${slug}&page=${page}&size=20`));
  await expectProducts(town, paths, Math.min(20, town.products / CATEGORIES - 40));
  return wrk(town.api, paths, { clients: MANY, ...options });
}

async function detail(town, options) {
  const paths = Array.from({ length: town.products }, (_, i) => `/api/v1/products/product-${i}`);
  const product = await call(town.api, paths.at(-1));
  if (product.variants.length !== 2 || !product.description.includes(' ')) throw new Error('A product is not shown whole.');
  await askOnce(town, paths);
  return wrk(town.api, paths, { clients: MANY, ...options });
}

/** Each path once, so that what is measured afterwards does not depend on how long it lasts. */
async function askOnce(town, paths) {
  let next = 0;
  await Promise.all(Array.from({ length: FEW }, async () => {
    const connection = new Connection(town.apiPort);
    while (next < paths.length) await connection.send('GET', paths[next++]);
    connection.close();
  }));
}

/** Lists are asked for all the time while prices change; each change must be seen within a second. */
async function changed(town, { seconds, ...options }) {
  const slowest = [];
  const load = wrk(town.api, [...listPaths, '/api/v1/products/product-0'], { clients: MANY, seconds, ...options, warmUp: 1 });
  const product = await call(town.api, '/api/v1/products/product-0');
  for (let i = 1; i <= CHANGES; i++) {
    const price = 100 + i;
    await call(town.api, `/api/v1/vendor/variants/${product.variants[0].id}/price`, { method: 'PUT', token: town.shops[0].token, body: { price, compareAt: null } });
    const began = performance.now();
    while ((await call(town.api, '/api/v1/products/product-0')).variants[0].price.amount !== price) await pause(5);
    slowest.push(performance.now() - began);
    await pause(Math.max(0, seconds * 1000 / CHANGES - slowest.at(-1)));
  }

  const worst = Math.max(...slowest);
  return { ...await load, note: `${CHANGES} changes meanwhile, seen after ${worst.toFixed(0)} ms at most`, isWithin: worst <= 1000 };
}

/** Two words or three, drawn so that hardly any search comes twice. */
async function search(town, options) {
  const next = random(7);
  const terms = Array.from({ length: 200_000 }, (_, i) => [pick(words, next), pick(words, next), ...(i % 2 ? [pick(nouns, next)] : [])].join('+'));
  const paths = terms.map(term => `/api/v1/products?q=${term}&size=20`);
  const found = await call(town.api, `/api/v1/products?q=${words[0]}&size=20`);
  if (found.products.total < town.products / 20 || found.facets.categories.length === 0 || found.facets.vendors.length === 0) throw new Error('The search does not find, or does not count.');
  return wrk(town.api, paths, { clients: FEW, ...options });
}

export const bare = [
  { id: 'bare-list', title: 'Bare ASP.NET Core: 4.5 KB of JSON from memory, c=64', run: (town, options) => wrk(town.bare, ['/list'], { clients: MANY, ...options }) },
  {
    id: 'bare-select', title: 'Bare ASP.NET Core: one SELECT by key, 2 KB, c=16',
    run: (town, options) => wrk(town.bare, Array.from({ length: 10_000 }, (_, i) => `/detail/${i + 1}`), { clients: FEW, ...options }),
  },
];

const cached = { perSecond: 20_000, p99: 10 };
export const reading = [
  { id: 'list', title: 'List of 20 products, c=64', limit: 'bare-list', budget: cached, run: list },
  { id: 'category', title: 'Category page, c=64', limit: 'bare-list', budget: cached, run: category },
  { id: 'detail', title: 'Product, any of all, c=64', limit: 'bare-list', budget: cached, run: detail },
  { id: 'changed', title: 'List while products change, c=64', limit: 'bare-list', budget: {}, run: changed },
  { id: 'search', title: 'Search with facets, terms at random, c=16', limit: 'bare-select', budget: { perSecond: 1_000, p99: 50 }, run: search },
];
