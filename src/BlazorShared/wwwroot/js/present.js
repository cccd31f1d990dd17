// Keeps a connection open while somebody who wants to be seen as here has a page open. Nothing on the page depends on it.

import { listen } from './live.js';

const LATER = 2_000;
const ASK_AGAIN = 5 * 60_000;
const NO = 'present-no';

export function bePresent(address) {
  const no = Number(sessionStorage.getItem(NO));
  if (Date.now() - no < ASK_AGAIN) return;
  const ask = async () => {
    const answer = await fetch(address, { cache: 'no-store' });
    if (!answer.ok) throw new Error('No ticket.');
    return answer.status === 204 ? null : answer.json();
  };
  setTimeout(async () => {
    try {
      let first = await ask();
      if (first === null) {
        sessionStorage.setItem(NO, String(Date.now()));
        return;
      }
      const stop = listen({
        ticket: async () => {
          const ticket = first ?? await ask();
          first = undefined;
          if (!ticket) {
            stop();
            throw new Error('Not wanted any more.');
          }
          return ticket;
        },
        changed: () => {},
      });
    } catch {
      // The next page tries again.
    }
  }, LATER);
}
