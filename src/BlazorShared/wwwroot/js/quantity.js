// Quantity steppers. Where the form posts by itself (a cart) the change is sent after a short pause; elsewhere only the number moves.

import { flights } from './enhance.js';

document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-quantity] > button');
  if (!button) return;
  event.preventDefault();
  const box = button.parentElement;
  set(box, Number(box.querySelector('input').value) + (button === box.firstElementChild ? -1 : 1));
});

document.addEventListener('change', event => {
  const box = event.target.closest?.('[data-quantity]');
  if (box) set(box, Number(event.target.value));
});

const pauses = new Map();
const patience = 5000;

// Who leaves for the checkout takes the last number along: it is sent, and answered, before the link is followed.
document.addEventListener('click', async event => {
  const link = event.target.closest?.('a[href]');
  if (!link || link.target || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (pauses.size === 0 && !(flights.size > 0 && document.querySelector('[data-quantity][data-auto]'))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const [box, pause] of pauses) {
    clearTimeout(pause);
    send(box);
  }
  await Promise.race([Promise.all(flights), new Promise(resolve => setTimeout(resolve, patience))]);
  location.assign(link.href);
}, true);

function set(box, wanted) {
  const input = box.querySelector('input');
  const min = Number(box.dataset.min ?? 1);
  const max = Number(box.dataset.max || 9999);
  const value = Math.max(min, Math.min(max, Number.isFinite(wanted) ? Math.round(wanted) : min));
  input.value = String(value);
  box.firstElementChild.disabled = value <= min;
  box.lastElementChild.disabled = value >= max;
  if (!box.dataset.auto) return;
  clearTimeout(pauses.get(box));
  pauses.set(box, setTimeout(() => send(box), 350));
}

function send(box) {
  pauses.delete(box);
  box.querySelector('input').form?.requestSubmit();
}
