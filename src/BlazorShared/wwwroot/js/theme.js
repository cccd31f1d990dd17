// Light, dark or as the system has it. The choice is a cookie, so that the server renders it and nothing flashes; the server keeps
// it for the person's other devices too.

const root = document.documentElement;

export const theme = () => root.dataset.theme ?? 'system';

export function setTheme(wanted) {
  if (wanted === 'system') delete root.dataset.theme;
  else root.dataset.theme = wanted;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `theme=${wanted}; path=/; max-age=31536000; samesite=lax${secure}`;
  document.dispatchEvent(new CustomEvent('theme:changed'));
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches?.('[data-theme-form]')) return;
  event.preventDefault();
  const wanted = event.submitter?.value ?? 'system';
  const choice = new URLSearchParams(new FormData(form, event.submitter));
  setTheme(wanted);
  for (const button of form.elements) if (button.name === 'theme') button.setAttribute('aria-pressed', String(button.value === wanted));
  fetch(form.action, { method: 'POST', body: choice, redirect: 'manual' }).catch(() => { /* The next page takes the cookie along. */ });
});
