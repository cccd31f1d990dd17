// Lays a MapLibre map over every [data-map]. Without WebGL the picture below stays. Pins are HTML, so that they take the page's
// colours and are read by assistive tech; text on the map itself is drawn with the page's own font.

let loading;

function library() {
  loading ??= new Promise((resolve, reject) => {
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = new URL('../lib/maplibre-gl.css', import.meta.url);
    sheet.onload = () => import('../lib/maplibre-gl.mjs').then(resolve, reject);
    sheet.onerror = () => reject(new Error('The map did not load.'));
    document.head.append(sheet);
  });
  return loading;
}

const drawn = new Map();
const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches
  ? document.documentElement.dataset.theme !== 'light'
  : document.documentElement.dataset.theme === 'dark';

export async function draw(boxes) {
  for (const [box, view] of drawn) {
    if (!box.isConnected) {
      view.map.remove();
      drawn.delete(box);
    }
  }
  for (const box of boxes) {
    const view = drawn.get(box);
    if (view) update(view, JSON.parse(box.dataset.map));
    else if (!box.dataset.mapState) await create(box);
  }
}

async function create(box) {
  const canvas = document.createElement('canvas');
  if (!canvas.getContext('webgl2')) return;
  box.dataset.mapState = 'loading';
  try {
    const maplibre = await library();
    const data = JSON.parse(box.dataset.map);
    const [west, south, east, north] = data.bounds;
    const pad = (east - west) * 0.4;
    const map = new maplibre.Map({
      container: box.querySelector('.map-box__canvas'),
      style: isDark() ? data.dark : data.light,
      bounds: around(data, maplibre),
      fitBoundsOptions: { padding: 56, maxZoom: 15.5 },
      maxBounds: [[west - pad, south - pad], [east + pad, north + pad]],
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: box.hasAttribute('data-map-cooperative'),
      locale: { 'Map.Title': box.getAttribute('aria-label') ?? 'Map' },
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
    const view = { box, map, maplibre, pins: new Map(), data };
    drawn.set(box, view);
    map.on('load', () => {
      box.dataset.mapState = 'ready';
      lines(view);
    });
    map.on('style.load', () => lines(view));
    const restyle = () => map.setStyle(isDark() ? view.data.dark : view.data.light);
    document.addEventListener('theme:changed', restyle);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyle);
    pins(view);
    map.on('moveend', () => uncover(view));
    map.on('movestart', event => { view.isMoved ||= event.originalEvent !== undefined; });
    map.on('resize', () => { if (!view.isMoved) fit(view, { animate: false }); }); // a turned phone shows the same again
    if (data.picker) pick(view);
  } catch {
    box.dataset.mapState = 'failed';
  }
}

function update(view, data) {
  const moved = places(data) !== places(view.data);
  view.data = data;
  pins(view);
  lines(view);
  if (moved && data.pins.length > 0) fit(view);
}

// What the map is about: who is on it, and where that which does not ride stands. A rider on the way does not move the map.
const places = data => JSON.stringify(data.pins.map(p => /Rider/.test(p.kind) ? p.id : [p.id, p.lon, p.lat]));

function fit({ map, maplibre, data }, options = {}) {
  map.fitBounds(around(data, maplibre), { padding: 56, maxZoom: 15.5, ...options });
}

function around(data, maplibre) {
  const points = [...data.pins.map(p => [p.lon, p.lat]), ...data.lines.flatMap(l => l.points)];
  if (points.length === 0) {
    const [west, south, east, north] = data.bounds;
    return [[west, south], [east, north]];
  }
  const bounds = new maplibre.LngLatBounds();
  for (const point of points) bounds.extend(point);
  return bounds;
}

// Where names would lie on each other or on a pin, the one that matters more is shown; the others are when they are pointed at.
const RANK = ['map-pin--rider', 'map-pin--home'];

const edges = element => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return { left, right, top, bottom };
};

function uncover({ pins: known }) {
  const rank = ({ text }) => RANK.findIndex(kind => text.parentElement.classList.contains(kind)) + 1 || RANK.length + 1;
  const taken = [...known.values()].map(pin => ({ pin, ...edges(pin.text.parentElement) }));
  for (const pin of [...known.values()].sort((a, b) => rank(a) - rank(b))) {
    const place = edges(pin.text);
    const isCovered = taken.some(other => other.pin !== pin && place.left < other.right && other.left < place.right && place.top < other.bottom && other.top < place.bottom);
    pin.text.toggleAttribute('data-covered', isCovered);
    if (!isCovered && place.right > place.left) taken.push({ pin, ...place });
  }
}

function pins(view) {
  const { map, maplibre, pins: known, data } = view;
  const seen = new Set();
  for (const pin of data.pins) {
    seen.add(pin.id);
    const old = known.get(pin.id);
    if (old) {
      glide(view, old.marker, [pin.lon, pin.lat]);
      old.text.textContent = pin.label;
      turn(old, pin.heading);
      continue;
    }
    const element = document.createElement(pin.href ? 'a' : 'div');
    if (pin.href) element.href = pin.href;
    element.className = `map-pin map-pin--${pin.kind.toLowerCase()}`;
    if (pin.hue) element.dataset.hue = pin.hue;
    const text = document.createElement('span');
    text.className = 'map-pin__label';
    text.textContent = pin.label;
    element.append(text);
    const marker = new maplibre.Marker({ element, anchor: 'center' }).setLngLat([pin.lon, pin.lat]).addTo(map);
    const shown = { marker, text };
    known.set(pin.id, shown);
    turn(shown, pin.heading);
  }
  for (const [id, { marker }] of known) {
    if (!seen.has(id)) {
      marker.remove();
      known.delete(id);
    }
  }
  uncover(view);
}

// An arrow in the rider's disc. It turns the shorter way, so that from 350 to 10 degrees it does not spin round.
function turn(shown, heading) {
  if (heading === null || heading === undefined) {
    shown.arrow?.remove();
    shown.arrow = undefined;
    return;
  }
  if (!shown.arrow) {
    shown.arrow = document.createElement('i');
    shown.arrow.className = 'map-pin__arrow';
    shown.text.parentElement.append(shown.arrow);
    shown.angle = heading;
  }
  shown.angle += ((heading - shown.angle) % 360 + 540) % 360 - 180;
  shown.arrow.style.rotate = `${shown.angle}deg`;
}

function glide(view, marker, [lon, lat]) {
  const from = marker.getLngLat();
  if (from.lng === lon && from.lat === lat) return;
  const far = Math.hypot(from.lng - lon, from.lat - lat) > 0.01;
  if (far || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    marker.setLngLat([lon, lat]);
    return;
  }
  const start = performance.now();
  const step = now => {
    const t = Math.min(1, (now - start) / 1000);
    marker.setLngLat([from.lng + (lon - from.lng) * t, from.lat + (lat - from.lat) * t]);
    if (t < 1) requestAnimationFrame(step);
    else uncover(view);
  };
  requestAnimationFrame(step);
}

// Style colours must be plain rgb; the page's are oklch, so the browser converts them.
function colour(name) {
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const probe = document.createElement('i');
  probe.className = `map-colour map-colour--${name}`;
  probe.hidden = false;
  document.body.append(probe);
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${r}, ${g}, ${b})`;
}

function lines({ map, data }) {
  if (!map.isStyleLoaded() && !map.getSource('routes') && !map.style?._loaded) return;
  const collection = {
    type: 'FeatureCollection',
    features: data.lines.map(line => ({ type: 'Feature', properties: { kind: line.kind }, geometry: { type: 'LineString', coordinates: line.points } })),
  };
  const source = map.getSource('routes');
  if (source) {
    source.setData(collection);
    return;
  }
  map.addSource('routes', { type: 'geojson', data: collection });
  const layout = { 'line-cap': 'round', 'line-join': 'round' };
  map.addLayer({ id: 'routes-idle', type: 'line', source: 'routes', layout, filter: ['==', ['get', 'kind'], 'Idle'], paint: { 'line-color': colour('idle'), 'line-width': 4, 'line-dasharray': [0.5, 2] } });
  map.addLayer({ id: 'routes-done', type: 'line', source: 'routes', layout, filter: ['==', ['get', 'kind'], 'Done'], paint: { 'line-color': colour('route'), 'line-width': 5, 'line-opacity': 0.3 } });
  map.addLayer({ id: 'routes', type: 'line', source: 'routes', layout, filter: ['==', ['get', 'kind'], 'Route'], paint: { 'line-color': colour('route'), 'line-width': 5 } });
}

function pick({ map, maplibre, data }) {
  const lat = document.getElementById(data.picker.latitudeInput);
  const lon = document.getElementById(data.picker.longitudeInput);
  const element = document.createElement('div');
  element.className = 'map-pin map-pin--home';
  const marker = new maplibre.Marker({ element, draggable: true });
  const put = point => {
    marker.setLngLat(point).addTo(map);
    lat.value = point.lat.toFixed(6);
    lon.value = point.lng.toFixed(6);
    lat.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const typed = () => {
    const point = { lat: Number(lat.value), lng: Number(lon.value) };
    if (lat.value && lon.value && Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180) marker.setLngLat(point).addTo(map);
  };
  typed();
  lat.addEventListener('input', typed);
  lon.addEventListener('input', typed);
  map.on('click', event => put(event.lngLat));
  marker.on('dragend', () => put(marker.getLngLat()));
}
