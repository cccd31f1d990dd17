// Keeps the look of the app and one page that says that there is no connection. Nothing that is anybody's is ever kept:
// offers, deliveries and earnings always come from the server.

const CACHE = 'rider-shell-1';
const OFFLINE = '/rider/offline.html';
const SHELL = [
  OFFLINE,
  '/rider/icon-192.png',
  '/_content/Marketplace.BlazorShared/css/tokens.css',
  '/_content/Marketplace.BlazorShared/css/base.css',
  '/_content/Marketplace.BlazorShared/css/components.css',
  '/_content/Marketplace.BlazorShared/fonts/anek-latin.woff2',
  '/_content/Marketplace.BlazorShared/fonts/anek-rupee.woff2',
];

addEventListener('install', event => {
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(SHELL)).then(() => skipWaiting()));
});

addEventListener('activate', event => {
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(name => name.startsWith('rider-shell-') && name !== CACHE).map(name => caches.delete(name))))
    .then(() => clients.claim()));
});

addEventListener('fetch', event => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
    return;
  }

  const url = new URL(request.url);
  if (url.origin === location.origin && SHELL.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(url.pathname)));
  }
});
