// Makes one DOM tree equal to another with as few changes as possible, so that focus, scroll, open details and
// running transitions survive an update. Elements are matched by id first, then by position and name.
// [data-keep] is left alone (a live map, for example), whichever of the two says so.

// What scripts note on elements, which the server does not know of.
const OWN = new Set(['data-map-state', 'data-countdown-done', 'aria-busy']);

// Controls that hold something newer than what is taken over.
let newer = new Set();

export function morph(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName) {
    from.replaceWith(document.importNode(to, true));
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.isEqualNode(to) || from.hasAttribute('data-keep') || to.hasAttribute('data-keep')) return;
  attributes(from, to);
  children(from, to);
}

function attributes(from, to) {
  const keepOpen = from.nodeName === 'DETAILS' || from.nodeName === 'DIALOG';
  for (const { name, value } of [...to.attributes]) {
    if (!(keepOpen && name === 'open') && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !OWN.has(name) && !(keepOpen && name === 'open')) from.removeAttribute(name);
  }
  if ((from.nodeName === 'INPUT' || from.nodeName === 'TEXTAREA') && from !== document.activeElement && !newer.has(from)) {
    if (from.type === 'checkbox' || from.type === 'radio') from.checked = to.checked;
    else if (from.type !== 'file') from.value = to.value;
  }
}

function children(from, to) {
  const byId = new Map();
  for (const child of from.children) if (child.id) byId.set(child.id, child);
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const same = wanted.id ? byId.get(wanted.id) : undefined;
    if (same) {
      if (same === here) here = here.nextSibling;
      else from.insertBefore(same, here);
      morph(same, wanted);
    } else if (here && here.nodeType === wanted.nodeType && here.nodeName === wanted.nodeName && !here.id && !wanted.id) {
      const next = here.nextSibling;
      morph(here, wanted);
      here = next;
    } else {
      from.insertBefore(document.importNode(wanted, true), here);
    }
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

const isUnsent = control => (control.type === 'checkbox' || control.type === 'radio' ? control.checked !== control.defaultChecked : control.value !== control.defaultValue);

/** Takes over what the page shows by now, as the server draws it for nobody's form. What was typed and not sent yet is newer. */
export async function catchUp(address = location.href) {
  const answer = await fetch(address, { headers: { 'X-Live': 'watch' }, cache: 'no-store' });
  if (answer.ok) {
    const html = await answer.text();
    takeOver(html, { keep: new Set([...document.querySelectorAll('[data-live-region] :is(input, textarea)')].filter(isUnsent)) });
  }
  return answer;
}

/**
 * Takes every [data-live-region] of another rendering of this page over into this one, but for the values of the controls to keep.
 * What a form's answer says once ([data-said-once]) only another answer replaces.
 */
export function takeOver(html, { keep = new Set(), isAnswer = false } = {}) {
  newer = keep;
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  for (const region of document.querySelectorAll('[data-live-region][id]')) {
    const other = isAnswer || !region.hasAttribute('data-said-once') ? fresh.getElementById(region.id) : null;
    if (other) morph(region, other);
  }
  if (fresh.title) document.title = fresh.title;
  document.dispatchEvent(new CustomEvent('page:updated'));
}
