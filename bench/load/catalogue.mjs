// The deterministic catalogue: products with two variants each in 50 categories, named and described with 200 made-up words.
export const CATEGORIES = 50;

/** Always the same numbers, 0 to 1, for the same seed. */
export function random(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

const heads = ['bar', 'cel', 'dor', 'fen', 'gal', 'hon', 'jas', 'kel', 'lum', 'mar', 'nor', 'pol', 'quil', 'ras', 'sol', 'tor', 'umb', 'vel', 'wes', 'zan'];
const tails = ['ano', 'ea', 'ick', 'ion', 'ora', 'ula', 'est', 'ine', 'oth', 'ux'];
export const words = heads.flatMap(head => tails.map(tail => head + tail));
export const nouns = [
  'lamp', 'chair', 'table', 'shirt', 'jacket', 'boots', 'camera', 'speaker', 'kettle', 'backpack', 'watch', 'bottle', 'keyboard', 'monitor', 'blanket',
  'pillow', 'knife', 'mug', 'helmet', 'tent',
];

export const categoryName = index => `Category ${words[index * 4]} ${index}`;
export const pick = (list, next) => list[Math.floor(next() * list.length)];

/** Products from .. to - 1. Those before are drawn as well, so that a product is the same in whatever part of the catalogue it stands. */
export function products(from, to) {
  const next = random(12345);
  const made = [];
  for (let i = 0; i < to; i++) {
    const name = `${pick(words, next)} ${pick(words, next)} ${pick(nouns, next)} ${i}`;
    const description = Array.from({ length: 45 }, () => pick(words, next)).join(' ');
    const price = 500 + Math.floor(next() * 20000);
    if (i >= from) made.push({ handle: `product-${i}`, name, description, category: i % CATEGORIES, price: price / 100 });
  }

  return made;
}

/** The marketplace's own CSV. */
export function toCsv(list, { stock = 1_000_000, slugOf }) {
  const rows = ['handle,name,description,category,options,sku,values,price,weight_in_grams,stock'];
  for (const p of list) {
    rows.push(`${p.handle},${p.name},${p.description},${slugOf(p.category)},"Size=Small,Large",${p.handle}-S,Small,${p.price},500,${stock}`);
    rows.push(`${p.handle},,,,,${p.handle}-L,Large,${(p.price + 3).toFixed(2)},700,${stock}`);
  }

  return rows.join('\n') + '\n';
}
