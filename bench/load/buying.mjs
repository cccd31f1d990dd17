// Rows that buy. What they say was sold is compared with what the database holds afterwards.
import { call } from './http.mjs';
import { buy, shop } from './shopper.mjs';
import { wrk } from './wrk.mjs';

const CLIENTS = 16;
const CROWD = 64;
const PATIENCE = 120;
const SOLD_OUT = ['cart.sold_out', 'checkout.nothing_to_buy', 'stock.not_enough'];

async function variantsOf(town, shopIndex, count) {
  const first = shopIndex * town.products / town.shops.length;
  const step = Math.floor(town.products / town.shops.length / count);
  const products = [];
  for (let i = 0; i < count; i++) products.push(await call(town.api, `/api/v1/products/product-${first + i * step}`));
  return products.map(product => product.variants[0].id);
}

async function cart(town, options) {
  const before = await town.count('select count(*) from carts.items');
  const bodies = (await variantsOf(town, 0, 100)).map(variantId => JSON.stringify({ variantId, quantity: 1 }));
  const result = await wrk(town.api, ['/api/v1/cart/items'], { clients: CLIENTS, bodies, ...options });
  const made = await town.count('select count(*) from carts.items') - before;
  if (made < result.perSecond * options.seconds * 0.99) throw new Error(`Only ${made} cart items were stored.`);
  return result;
}

/** Two shops' goods in each order, none of them scarce. */
const checkout = method => async (town, { seconds, warmUp, measured }) => {
  const [here, there] = [await variantsOf(town, 0, 100), await variantsOf(town, 1, 100)];
  let next = 0;
  const visit = connection => buy(connection, [here[next++ % 100], there[(next * 7) % 100]], method);
  const warm = await shop(town.apiPort, { clients: CLIENTS, seconds: warmUp, visit });
  if (warm.errors > 0) throw new Error(`While warming up: ${warm.failures[0]}`);
  const result = await measured(() => shop(town.apiPort, { clients: CLIENTS, seconds, visit }));
  const whole = await wholeOrders(town, result.results, 2);
  const lag = await town.settled();
  return {
    ...result, errors: result.errors + result.results.length - whole,
    note: `${whole} of ${result.results.length} orders whole${result.errors > 0 ? `; ${result.failures[0]}` : ''}; events delivered ${(lag / 1000).toFixed(1)} s after`,
  };
};

/** Orders with all that belongs to one: a part for each shop, sold stock, a payment, and its events. */
const wholeOrders = (town, ids, parts) => town.count(`
  select count(*) from orders.orders o where o.id = any('{${ids.join()}}')
  and (select count(*) from orders.vendor_orders p where p.order_id = o.id and p.state = 'Confirmed') = ${parts}
  and (select -sum(m.change) from inventory.movements m where m.order_id = o.id and m.reason = 'Sold')
    = (select sum(l.quantity) from orders.lines l join orders.vendor_orders p on p.id = l.vendor_order_id where p.order_id = o.id)
  and exists (select 1 from payments.payments y where y.order_id = o.id and y.amount_amount = o.total_amount)
  and exists (select 1 from shared.outbox e where e.stream_id = o.id and e.name = 'order.created')`);

/** All want the same thing until it is gone: as many orders as units, and nothing left. */
async function hot(town, { seconds, measured }) {
  const units = Math.max(200, seconds * 150);
  const variant = (await call(town.api, `/api/v1/products/product-${town.products - 1}`)).variants[1].id;
  await call(town.api, `/api/v1/vendor/variants/${variant}/stock`, { method: 'PUT', token: town.shops.at(-1).token, body: { onHand: units, expectedOnHand: null, reason: 'Counted' } });
  const visit = connection => buy(connection, [variant], 'CASH_ON_DELIVERY');
  const result = await measured(() => shop(town.apiPort, { clients: CROWD, seconds: PATIENCE, visit, leaveOn: SOLD_OUT }));
  const left = await town.count(`select on_hand from inventory.stock_items where variant_id = '${variant}'`);
  const whole = await wholeOrders(town, result.results, 1);
  if (whole !== units || left !== 0 || result.errors > 0) throw new Error(`${units} units, ${result.results.length} orders (${whole} whole), ${left} left: ${result.failures[0] ?? ''}`);
  return { ...result, note: `${units} units, ${whole} orders, none oversold, none left` };
}

export const buying = [
  { id: 'cart', title: 'New cart and its first item, c=16', limit: 'bare-select', budget: { perSecond: 2_000 }, run: cart },
  { id: 'checkout', title: 'Whole checkout of two shops, paid in cash, c=16', limit: 'bare-select', budget: { perSecond: 200, p99: 250 }, run: checkout('CASH_ON_DELIVERY') },
  { id: 'checkout-paid', title: 'The same, paid on the gateway\'s page, c=16', limit: 'bare-select', budget: {}, run: checkout('UPI') },
  { id: 'hot', title: 'One hot SKU, 64 buyers', limit: 'bare-select', budget: { perSecond: 150 }, run: hot },
];
