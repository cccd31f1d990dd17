// Two pages, as text. Everything that comes from outside is escaped.
import type { Money, Order } from './marketplace.js';

const escape = (text: string) => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
const money = ({ amount, currency }: Money) => new Intl.NumberFormat('en-IN', { style: 'currency', currency }).format(amount);
const time = (at: string) => new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:1rem/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}table{border-collapse:collapse;width:100%}
th,td{text-align:start;padding:.5rem;border-block-end:1px solid #8886}td:last-child,th:last-child{text-align:end}div{overflow-x:auto}</style></head>
<body><h1>${title}</h1>${body}</body></html>`;

export const welcome = (note = '') => page('Order board', `
${note && `<p role="alert">${escape(note)}</p>`}
<p>Shows a shop's newest orders. You sign in at the marketplace and decide there what this program may see.</p>
<p><a href="/signin">Sign in with Marketplace</a></p>`);

export const board = (name: string, orders: Order[]) => page('Order board', `
<form method="post" action="/signout"><p>Signed in as ${escape(name)}. <button>Sign out</button></p></form>
${orders.length === 0 ? '<p>No orders yet.</p>' : `<div><table><thead><tr><th>Order</th><th>Placed</th><th>Customer</th><th>State</th><th>Items</th><th>Total</th></tr></thead><tbody>
${orders.map(order => `<tr><td>${escape(order.number)}</td><td>${time(order.placedAt)}</td><td>${escape(order.customerName)}</td><td>${escape(order.state)}</td><td>${order.itemCount}</td><td>${money(order.total)}</td></tr>`).join('\n')}
</tbody></table></div>`}`);

export const sorry = (why: string) => page('That did not work', `<p role="alert">${escape(why)}</p><p><a href="/">Back</a></p>`);
