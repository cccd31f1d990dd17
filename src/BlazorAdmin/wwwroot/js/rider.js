// What the rider's pages ask of the phone: where it is, to stay awake, to ring and shake, to look like an app.

const SEND_AT_MOST_EVERY = 5_000;
const SEND_AT_LEAST_EVERY = 45_000;
const ENOUGH_METRES = 15;

// ---- the shell: theme and offline page ----

export { theme, setTheme } from '/_content/Marketplace.BlazorShared/js/theme.js';

navigator.serviceWorker?.register('/rider-worker.js', { scope: '/rider' }).catch(() => { /* Private windows refuse: the page works without. */ });

// ---- coming back ----

// The page holds nothing that the server does not know, so it may be loaded again without asking: at once when the server has
// forgotten it, and when there is signal again after long silence.
const reconnect = document.getElementById('components-reconnect-modal');
const isLost = () => reconnect?.classList.contains('components-reconnect-failed');
if (reconnect) {
  new MutationObserver(() => {
    if (reconnect.classList.contains('components-reconnect-rejected')) location.reload();
  }).observe(reconnect, { attributeFilter: ['class'] });
}
addEventListener('online', () => { if (isLost()) location.reload(); });
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible' && isLost()) location.reload(); });

// ---- where the phone is ----

const shape = ({ coords }) => ({
  latitude: coords.latitude,
  longitude: coords.longitude,
  accuracy: coords.accuracy,
  heading: Number.isFinite(coords.heading) ? coords.heading : null,
  speed: coords.speed,
});

/** Where the phone is now, or null when it will not say within eight seconds. */
export const where = () => new Promise(resolve => {
  if (!navigator.geolocation) resolve(null);
  else navigator.geolocation.getCurrentPosition(p => resolve(shape(p)), () => resolve(null), { enableHighAccuracy: true, timeout: 8_000, maximumAge: 10_000 });
});

let watching;

export function watch(listener) {
  unwatch();
  if (!navigator.geolocation) {
    listener.invokeMethodAsync('NoPositionAsync', 'unavailable');
    return;
  }

  let sent = 0;
  let last;
  const send = position => {
    const now = Date.now();
    const next = shape(position);
    const moved = last ? metres(last, next) : Infinity;
    if (now - sent < SEND_AT_MOST_EVERY || (moved < ENOUGH_METRES && now - sent < SEND_AT_LEAST_EVERY)) return;
    sent = now;
    last = next;
    listener.invokeMethodAsync('PositionAsync', next).catch(() => { /* The circuit is away; the next position follows. */ });
  };
  const fail = error => {
    if (error.code === error.TIMEOUT) return;
    listener.invokeMethodAsync('NoPositionAsync', error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable').catch(() => {});
  };
  const options = { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 };
  // A phone that lies still reports no change: ask it now and then, so that it is known to be there.
  const ask = () => navigator.geolocation.getCurrentPosition(send, fail, options);
  watching = { id: navigator.geolocation.watchPosition(send, fail, options), timer: setInterval(ask, SEND_AT_LEAST_EVERY) };
  stayAwake();
}

export function unwatch() {
  if (!watching) return;
  navigator.geolocation.clearWatch(watching.id);
  clearInterval(watching.timer);
  watching = undefined;
  lock?.release().catch(() => {});
  lock = undefined;
}

function metres(a, b) {
  const rad = degrees => degrees * Math.PI / 180;
  const x = rad(b.longitude - a.longitude) * Math.cos(rad((a.latitude + b.latitude) / 2));
  return Math.hypot(x, rad(b.latitude - a.latitude)) * 6_371_000;
}

// ---- staying awake ----

let lock;

async function stayAwake() {
  if (!watching || document.visibilityState !== 'visible' || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request('screen');
  } catch {
    // The battery is low or the browser refuses; the help page says that the screen must stay on.
  }
}

document.addEventListener('visibilitychange', stayAwake);

// ---- ringing and shaking ----

let audio;
addEventListener('pointerdown', () => { audio ??= new AudioContext(); }, { once: true });

/** Three rising strokes, and a shake. A browser allows both once the page has been touched. */
export async function alertRider() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200, 100, 400]);
  if (!audio) return;
  if (audio.state === 'suspended') await Promise.race([audio.resume(), new Promise(done => setTimeout(done, 200))]);
  if (audio.state !== 'running') return;
  for (const [pitch, delay] of [[784, 0], [988, 0.16], [1319, 0.32], [784, 0.9], [988, 1.06], [1319, 1.22]]) {
    const start = audio.currentTime + delay;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.type = 'triangle';
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, start);
    loudness.gain.exponentialRampToValueAtTime(0.5, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.5);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.6);
  }
}
