// Keeps a connection open while somebody who is signed in has a page open: the bell rings by itself, and others see that the person
// is here, if the person wants that. Nothing else on the page depends on it.

import { listen } from './live.js';
import { catchUp } from './morph.js';

const LATER = 2_000;

/** @param {{ present: string, bell: string }} addresses Where tickets come from, and the bell alone. */
export function bePresent({ present, bell }) {
  const ask = async () => {
    const answer = await fetch(present, { cache: 'no-store' });
    if (!answer.ok) throw new Error('No ticket.');
    return answer.json();
  };
  const ring = async () => {
    try {
      await catchUp(bell);
      if (document.querySelector('[data-news]')) await catchUp();
    } catch {
      // Offline; the connection comes back, and then it rings again.
    }
  };
  setTimeout(async () => {
    try {
      let first = await ask();
      listen({
        ticket: async () => {
          const ticket = first ?? await ask();
          first = undefined;
          return ticket;
        },
        changed: ring,
      });
    } catch {
      // The next page tries again.
    }
  }, LATER);
}
