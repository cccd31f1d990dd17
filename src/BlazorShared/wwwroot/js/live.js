// Live updates. A message only says that something changed; what is true is always fetched again, so a message that is
// lost or doubled does no harm. While the connection is down the page is fetched every 20 seconds.

import { catchUp } from './morph.js';

const POLL = 20_000;
const SETTLE = 150;

/** So long, in milliseconds, a page that has begun to lead away is left alone. */
const LEAVING = 10_000;
const RETRIES = [0, 1_000, 3_000, 8_000, 20_000];

let signalR;

function library() {
  signalR ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL('../lib/signalr.min.js', import.meta.url);
    script.onload = () => resolve(window.signalR);
    script.onerror = () => reject(new Error('The live library did not load.'));
    document.head.append(script);
  });
  return signalR;
}

/**
 * Listens until the returned function is called.
 * @param {{ ticket: () => Promise<{ ticket: string, hubUrl: string }>, changed: (topic?: string) => void, connected?: (yes: boolean) => void }} options
 */
export function listen({ ticket, changed, connected = () => {} }) {
  let stopped = false;
  let connection;
  let attempt = 0;
  let timer;

  const connect = async () => {
    if (stopped) return;
    try {
      const [library_, { ticket: key, hubUrl }] = await Promise.all([library(), ticket()]);
      if (stopped) return;
      const url = new URL(hubUrl, location.href);
      url.searchParams.set('ticket', key);
      connection = new library_.HubConnectionBuilder()
        .withUrl(url.href, { withCredentials: false })
        .configureLogging(library_.LogLevel.None)
        .build();
      connection.on('changed', topic => changed(topic));
      connection.on('renew', () => connection.stop());
      connection.onclose(again);
      await connection.start();
      attempt = 0;
      connected(true);
      changed();
    } catch {
      again();
    }
  };
  const again = () => {
    if (stopped) return;
    connected(false);
    clearTimeout(timer);
    timer = setTimeout(connect, RETRIES[Math.min(attempt++, RETRIES.length - 1)] + Math.random() * 500);
  };

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    connection?.stop();
  };
}

/** For interactive pages: the .NET object gives tickets and hears of changes. */
export function listenFor(dotnet) {
  const stop = listen({
    ticket: () => dotnet.invokeMethodAsync('NewTicketAsync'),
    changed: topic => dotnet.invokeMethodAsync('ChangedAsync', topic ?? null),
    connected: yes => dotnet.invokeMethodAsync('ConnectedAsync', yes),
  });
  return { stop };
}

/**
 * For static pages: keeps the [data-live-region] elements fresh. `data-live` is the address that gives tickets, `data-live-after` the
 * milliseconds after which a change has reached what the page is drawn from.
 */
export function watchPage(element) {
  let leftAt = -Infinity;
  addEventListener('beforeunload', () => { leftAt = performance.now(); });
  const settle = Number(element.dataset.liveAfter) || SETTLE;
  let isConnected = false;
  let changedAgain = false;
  let waiting;
  let busy = false;
  let dirty = false;
  let last = Date.now();

  const refresh = async () => {
    if (busy) {
      dirty = true;
      return;
    }
    busy = true;
    try {
      const answer = await catchUp();
      // What the page was about is gone. A form or link that leads away goes first: loading anew would call it back.
      if (answer.status === 404 && performance.now() - leftAt > LEAVING) location.reload();
      last = Date.now();
      offline(!answer.ok);
    } catch {
      offline(true);
    }
    busy = false;
    if (dirty) {
      dirty = false;
      soon();
    }
  };
  // Every change is followed by a look that begins after it has settled, however many follow each other.
  const soon = () => {
    if (waiting) {
      changedAgain = true;
      return;
    }
    waiting = setTimeout(() => {
      waiting = undefined;
      refresh();
      if (changedAgain) {
        changedAgain = false;
        soon();
      }
    }, settle);
  };
  const offline = yes => {
    for (const note of document.querySelectorAll('[data-live-offline]')) note.hidden = !yes;
  };

  const stop = listen({
    ticket: async () => {
      const answer = await fetch(element.dataset.live, { cache: 'no-store' });
      if (!answer.ok) throw new Error('No ticket.');
      return answer.json();
    },
    changed: soon,
    connected: yes => { isConnected = yes; },
  });
  const poll = setInterval(() => {
    if (!isConnected && !document.hidden && Date.now() - last > POLL - 1_000) refresh();
  }, POLL / 4);
  const shown = () => { if (!document.hidden && Date.now() - last > POLL) refresh(); };
  document.addEventListener('visibilitychange', shown);
  addEventListener('online', soon);
  return () => {
    stop();
    clearTimeout(waiting);
    clearInterval(poll);
    document.removeEventListener('visibilitychange', shown);
    removeEventListener('online', soon);
  };
}
