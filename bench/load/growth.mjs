// Ten times the products in 400 times the shops: what everybody asks for must not become slower.
import { products } from './catalogue.mjs';
import { call } from './http.mjs';
import { memory } from './processes.mjs';
import { reading } from './reading.mjs';

const PRODUCTS = 100_000;
const SHOPS = 2_000;
const TOGETHER = 4;
const WITHIN = 1.2;
const PORTAL_MS = 200;

/** Uncached, one after the other: what the database has to do for each. */
async function uncached(town, paths) {
  const times = [];
  for (const path of paths) {
    const began = performance.now();
    await call(town.api, path);
    times.push(performance.now() - began);
  }

  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}

async function grow(town) {
  const more = products(town.products, PRODUCTS);
  const fresh = SHOPS - town.shops.length;
  const share = Math.ceil(more.length / fresh);
  let next = 0;
  await Promise.all(Array.from({ length: TOGETHER }, async () => {
    for (let i = next++; i < fresh; i = next++) {
      const shop = await town.openShop(town.shops.length + i);
      const list = more.slice(i * share, (i + 1) * share);
      if (list.length > 0) await town.import(shop, list);
      if (i === 0) town.newShop = shop;
    }
  }));
  await town.settled();
  await town.sql('vacuum analyze');
}

/** The same products are asked for before and after: what people look at does not grow with what there is. */
async function run(town, options) {
  const lists = from => Array.from({ length: 40 }, (_, i) => `/api/v1/products?page=${i + 1}&size=${21 + from}`);
  const details = from => Array.from({ length: 40 }, (_, i) => `/api/v1/products/product-${i * 7}?uncached=${from}`);
  const rows = reading.filter(row => row.id === 'list' || row.id === 'detail');
  const measureAll = async from => [(await rows[0].run(town, options)).perSecond, (await rows[1].run(town, options)).perSecond, await uncached(town, lists(from)), await uncached(town, details(from))];
  const before = await measureAll(0);
  const began = performance.now();
  await grow(town);
  const took = (performance.now() - began) / 1000;
  const after = await measureAll(1);
  const ratios = [before[0] / after[0], before[1] / after[1], after[2] / before[2], after[3] / before[3]];
  const portal = [];
  for (const path of ['/api/v1/vendor/products', '/api/v1/vendor/today', '/api/v1/vendor/orders/open']) {
    const start = performance.now();
    await call(town.api, path, { token: town.newShop.token });
    portal.push(performance.now() - start);
  }

  const slowest = Math.max(...portal);
  return {
    text: `${Math.max(...ratios.slice(0, 2)).toFixed(2)} ×`, isWithin: Math.max(...ratios.slice(0, 2)) <= WITHIN && slowest <= PORTAL_MS,
    note: `list ${ratios[0].toFixed(2)}, product ${ratios[1].toFixed(2)} as slow as before; not from the cache: list ${before[2].toFixed(1)} → ${after[2].toFixed(1)} ms, product ${before[3].toFixed(1)} → ${after[3].toFixed(1)} ms; `
      + `portal pages ${slowest.toFixed(0)} ms at most; grown in ${took.toFixed(0)} s; memory ${memory(town.apiProcess).now} MB`,
  };
}

export const growth = { id: 'growth', title: 'List and product at 100,000 products in 2,000 shops', budget: { text: `${WITHIN} ×` }, run };
