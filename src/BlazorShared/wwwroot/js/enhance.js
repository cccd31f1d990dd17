// Forms with data-enhance post without leaving the page: the answer is a whole page, of which the live regions are taken over.
// A form that leads elsewhere, or an answer that is not a page, is followed as the browser would.

import { takeOver } from './morph.js';

// A button with data-latest only shows the page anew: pressed again while its answer is on the way, the new answer counts.
const underWay = new WeakMap();

/** Whose answers have not come yet: each promise is kept when its form is through. */
export const flights = new Set();

const valueOf = control => (control.type === 'checkbox' || control.type === 'radio' ? control.checked : control.value);

document.addEventListener('submit', async event => {
  const form = event.target;
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-enhance') || event.defaultPrevented || form.getAttribute('method') !== 'post') return;
  if (button?.hasAttribute('data-leave')) {
    underWay.get(form)?.stop.abort();
    button.setAttribute('aria-busy', 'true');
    return;
  }
  event.preventDefault();
  if (button?.hasAttribute('data-latest')) underWay.get(form)?.stop.abort();
  else if (button?.getAttribute('aria-busy') === 'true') return;
  const stop = new AbortController();
  underWay.set(form, { button, stop });
  let landed;
  const flight = new Promise(resolve => { landed = resolve; });
  flights.add(flight);
  const body = new URLSearchParams(new FormData(form, button));
  const sent = new Map([...form.elements].map(control => [control, valueOf(control)]));
  button?.setAttribute('aria-busy', 'true');
  try {
    // A field named "action" hides the form's own property.
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { 'X-Live': '1' }, signal: stop.signal });
    const here = new URL(location.href);
    const there = new URL(answer.url);
    if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('text/html') || there.origin !== here.origin || there.pathname !== here.pathname) {
      location.assign(answer.redirected ? answer.url : location.href);
      return;
    }
    // What was typed since then is newer than the answer.
    const html = await answer.text();
    takeOver(html, { keep: new Set([...sent.keys()].filter(control => valueOf(control) !== sent.get(control))), isAnswer: true });
    document.querySelector('[data-focus]')?.focus();
  } catch {
    if (!stop.signal.aborted) HTMLFormElement.prototype.submit.call(form);
  } finally {
    const last = underWay.get(form);
    if (last.stop === stop || last.button !== button) button?.removeAttribute('aria-busy');
    flights.delete(flight);
    landed();
  }
});

// Links that show another side of the same page (a variant, a photo) change it in place; going back is not a step through them.
document.addEventListener('click', async event => {
  const link = event.target.closest?.('a[data-enhance]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (new URL(link.href).pathname !== location.pathname) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { 'X-Live': '1' } });
    if (!answer.ok) throw new Error('No page.');
    history.replaceState(null, '', link.href);
    takeOver(await answer.text(), { isAnswer: true });
  } catch {
    location.assign(link.href);
  }
});

// Controls that change what the page shows need no button when there is script.
document.addEventListener('change', event => {
  const form = event.target.form;
  if (event.target.matches?.('[data-submit]')) form?.requestSubmit();
  else if (event.target.matches?.('[data-submit-quote]')) form?.requestSubmit(form.querySelector('button[value="quote"]'));
});

// A page that comes back out of the browser's memory must not show a button that still waits.
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy');
});
