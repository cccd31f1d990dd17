// Shoppers: each does what a guest's browser makes the store do, one request after the other, then begins again as somebody else.
import { randomUUID } from 'node:crypto';
import { Connection } from './http.mjs';

const CONTACT = { name: 'Aditi Rao', email: 'aditi@example.org', phone: '+91 98400 00214' };
export const ADDRESS = {
  name: 'Aditi Rao', phone: '+91 98400 00214', line1: '14 Lotus Tank Road', line2: null, city: 'Tarapet', region: 'IN-TN', postalCode: '600999', country: 'IN',
  position: { latitude: 12.915, longitude: 80.245 }, note: null,
};

/** Refused for a reason that a shopper can meet, such as sold out; anything else that is not success is an error. */
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

async function ask(connection, method, path, options) {
  const { status, body } = await connection.send(method, path, options);
  if (status < 400) return body;
  if (status === 409) throw new Refused(body.code);
  throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
}

/** Cart, quote, order, and the order's page. @returns the order's id. */
export async function buy(connection, variants, method) {
  let cart = await ask(connection, 'POST', '/api/v1/cart/items', { body: { variantId: variants[0], quantity: 1 } });
  const headers = { 'X-Cart': cart.token };
  for (const variantId of variants.slice(1)) cart = await ask(connection, 'POST', '/api/v1/cart/items', { headers, body: { variantId, quantity: 1 } });
  cart = await ask(connection, 'GET', '/api/v1/cart', { headers });
  const choices = cart.groups.map(group => ({ vendorId: group.vendor.id, method: 'DELIVERY' }));
  const quote = await ask(connection, 'POST', '/api/v1/checkout/quote', { headers, body: { address: ADDRESS, choices } });
  const placed = await ask(connection, 'POST', '/api/v1/orders', {
    headers: { ...headers, 'Idempotency-Key': randomUUID() },
    body: { contact: CONTACT, address: ADDRESS, choices, paymentMethod: method, vendorNotes: null, fingerprint: quote.fingerprint },
  });
  if (placed.paymentUrl) await pay(connection, placed);
  const order = await ask(connection, 'GET', `/api/v1/orders/${placed.number}?token=${placed.accessToken}`);
  if (order.state !== 'CONFIRMED' || order.total.amount !== quote.total.amount || order.parts.length !== choices.length) {
    throw new Error(`The order ${placed.number} is ${order.state} and costs ${order.total.amount}, not ${quote.total.amount}.`);
  }

  return placed.orderId;
}

/** Presses "Pay" on the gateway's page and comes back from it. */
async function pay(connection, placed) {
  const page = new URL(placed.paymentUrl).pathname;
  await ask(connection, 'GET', page);
  const { status } = await connection.sendForm(page, 'action=pay&webhook=After');
  if (status !== 302) throw new Error(`The gateway answered ${status}.`);
  await ask(connection, 'POST', `/api/v1/orders/${placed.number}/payment-return?token=${placed.accessToken}`);
}

/**
 * So many shoppers at once, for so many seconds or until each has met one of these refusals. Each does `visit(connection)`;
 * returns what the visits gave, how long they took and what went wrong.
 */
export async function shop(port, { clients, seconds, visit, leaveOn = [] }) {
  const results = [];
  const times = [];
  const failures = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(Array.from({ length: clients }, async () => {
    const connection = new Connection(port);
    while (performance.now() < end) {
      const start = performance.now();
      try {
        results.push(await visit(connection));
        times.push(performance.now() - start);
      } catch (failure) {
        if (failure instanceof Refused && leaveOn.includes(failure.code)) break;
        failures.push(failure.message);
        connection.close();
        if (failures.length > 100) break;
      }
    }

    connection.close();
  }));
  return summary(results, times, failures, (performance.now() - began) / 1000);
}

export function summary(results, times, failures, seconds) {
  times.sort((a, b) => a - b);
  const at = share => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { results, failures, perSecond: results.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), errors: failures.length };
}
