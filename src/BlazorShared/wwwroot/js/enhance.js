// Forms with data-enhance post without leaving the page: the answer is a whole page, of which the live regions are taken over.
// A form that leads elsewhere, or an answer that is not a page, is followed as the browser would.

import { takeOver } from './morph.js';

document.addEventListener('submit', async event => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-enhance') || event.defaultPrevented || form.method !== 'post') return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute('aria-busy') === 'true') return;
  const body = new URLSearchParams(new FormData(form, button));
  button?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Live': '1' } });
    const here = new URL(location.href);
    const there = new URL(answer.url);
    if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('text/html') || there.origin !== here.origin || there.pathname !== here.pathname) {
      location.assign(answer.redirected ? answer.url : location.href);
      return;
    }
    takeOver(await answer.text());
    document.querySelector('[data-focus]')?.focus();
  } catch {
    form.submit();
  } finally {
    button?.removeAttribute('aria-busy');
  }
});

// Selects that change what the page shows (sorting) need no button when there is script.
document.addEventListener('change', event => {
  if (event.target.matches?.('[data-submit]')) event.target.form?.requestSubmit();
});
