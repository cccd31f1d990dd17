// What every page loads; the heavy parts come only where a page asks for them.

import './theme.js';
import './quantity.js';
import './countdown.js';
import './enhance.js';

let stopWatching;
let watched;

async function wake() {
  const live = document.querySelector('[data-live]');
  if (live?.dataset.live !== watched) {
    stopWatching?.();
    stopWatching = undefined;
    watched = live?.dataset.live;
    if (live) stopWatching = (await import('./live.js')).watchPage(live);
  }
  const maps = document.querySelectorAll('[data-map]');
  if (maps.length > 0) (await import('./map.js')).draw(maps);
}

wake();
const present = document.querySelector('[data-present]');
if (present) import('./present.js').then(({ bePresent }) => bePresent(present.dataset));
document.querySelector('[data-focus]')?.focus();
document.addEventListener('page:updated', wake);
window.Blazor?.addEventListener?.('enhancedload', wake);
