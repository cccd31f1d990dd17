// Rows of the storefront: pages as a visitor's browser gets them.
import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { wrk } from './wrk.mjs';

const CLIENTS = 16;
const MAX_KILOBYTES = 60;

const page = (paths, shows) => async (town, options) => {
  const all = paths(town);
  for (const path of [all[0], all.at(-1)]) {
    const html = await (await fetch(town.store + path)).text();
    if (!html.includes('</html>') || !shows.test(html)) throw new Error(`${path} does not show what it should.`);
  }

  for (const path of all) await fetch(town.store + path).then(answer => answer.arrayBuffer()); // the API has each of them ready then
  return wrk(town.store, all, { clients: CLIENTS, ...options });
};

const home = page(() => ['/'], /href="\/products\/product-\d+/);
const listing = page(town => town.categories.map(slug => `/aisles/${slug}`), /href="\/products\/product-\d+/);
const product = page(town => Array.from({ length: 1000 }, (_, i) => `/products/product-${i}`), /Add to (cart|basket)|In stock/i);

/** Style sheets and scripts that a page makes the browser load, compressed, without pictures and fonts. */
async function weight(town) {
  const pages = ['/', `/aisles/${town.categories[0]}`, '/products/product-0'];
  const weights = [];
  for (const path of pages) {
    const html = await (await fetch(town.store + path)).text();
    const known = new Map();
    const links = [...html.matchAll(/<link[^>]+rel="(?:stylesheet|modulepreload)"[^>]*>/g)].map(link => link[0].match(/href="([^"]+)"/)[1]);
    const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(script => script[1]);
    for (const link of [...links, ...scripts]) await load(new URL(link, town.store + path), known);
    weights.push([...known.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024);
  }

  const heaviest = Math.max(...weights);
  return { text: `${heaviest.toFixed(1)} KB`, isWithin: heaviest <= MAX_KILOBYTES, note: `home ${weights[0].toFixed(1)}, list ${weights[1].toFixed(1)}, product ${weights[2].toFixed(1)}` };
}

/** The file and all that it imports at once. */
async function load(url, known) {
  if (known.has(url.href)) return;
  known.set(url.href, 0);
  const { bytes, text } = await squeezed(url);
  known.set(url.href, bytes);
  const imports = [...text.matchAll(/(?:^|[;\n])\s*import\s+(?:[^'"()]*?from\s*)?['"]([^'"]+)['"]|@import\s+(?:url\()?['"]([^'"]+)['"]/g)];
  for (const found of imports) await load(new URL(found[1] ?? found[2], url), known);
}

/** The file, and how many bytes it took on the way. */
const squeezed = url => new Promise((resolve, reject) => get(url, { headers: { 'Accept-Encoding': 'br, gzip' } }, answer => {
  const chunks = [];
  answer.on('data', chunk => chunks.push(chunk)).on('error', reject).on('end', () => {
    const body = Buffer.concat(chunks);
    const open = { br: brotliDecompressSync, gzip: gunzipSync }[answer.headers['content-encoding']] ?? (raw => raw);
    if (answer.statusCode === 200) resolve({ bytes: body.length, text: open(body).toString() });
    else reject(new Error(`${url} answered ${answer.statusCode}.`));
  });
}).on('error', reject));

const budget = { perSecond: 2_000, p99: 20 };
export const pages = [
  { id: 'page-home', title: 'Home page, c=16', limit: 'bare-select', budget, run: home },
  { id: 'page-list', title: 'Aisle page, c=16', limit: 'bare-select', budget, run: listing },
  { id: 'page-product', title: 'Product page, c=16', limit: 'bare-select', budget, run: product },
  { id: 'page-weight', title: 'CSS and JS of a page, compressed', budget: { text: `${MAX_KILOBYTES} KB` }, run: weight },
];
