// What the portal's interactive pages ask of the browser.

export const recall = key => {
  try { return localStorage.getItem(`portal.${key}`); } catch { return null; }
};

export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`portal.${key}`);
    else localStorage.setItem(`portal.${key}`, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

export function showModal(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function closeModal(dialog) {
  if (dialog?.open) dialog.close();
}

export function closePopover(element) {
  if (element?.matches(':popover-open')) element.hidePopover();
}

export const print = () => window.print();

export function focus(id) {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'center' });
  element?.focus();
}

export const drawMaps = () => document.dispatchEvent(new Event('page:updated'));

export function onPicked(latitudeInput, longitudeInput, listener) {
  const latitude = document.getElementById(latitudeInput);
  const longitude = document.getElementById(longitudeInput);
  const picked = () => listener.invokeMethodAsync('PickedAsync', latitude.value, longitude.value);
  latitude.addEventListener('change', picked);
  longitude.addEventListener('change', picked);
}

export async function download(name, stream) {
  const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()]));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

let audio;

// A browser allows sound once the person has touched the page.
addEventListener('pointerdown', () => { audio ??= new AudioContext(); }, { once: true });

/** Two bell strokes. */
export async function ring() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') await Promise.race([audio.resume(), new Promise(done => setTimeout(done, 200))]);
  if (audio.state !== 'running') return;
  for (const [pitch, delay] of [[1046.5, 0], [1318.5, 0.18]]) {
    const start = audio.currentTime + delay;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.type = 'sine';
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, start);
    loudness.gain.exponentialRampToValueAtTime(0.35, start + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.9);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 1);
  }
}
