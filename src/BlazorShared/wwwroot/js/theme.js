// Light, dark or as the system has it. The choice is a cookie, so that the server renders it and nothing flashes.

const root = document.documentElement;

document.addEventListener('submit', event => {
  if (!event.target.matches?.('[data-theme-form]')) return;
  event.preventDefault();
  const wanted = event.submitter?.value ?? 'system';
  if (wanted === 'system') delete root.dataset.theme;
  else root.dataset.theme = wanted;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `theme=${wanted}; path=/; max-age=31536000; samesite=lax${secure}`;
  for (const button of event.target.elements) if (button.name === 'theme') button.setAttribute('aria-pressed', String(button.value === wanted));
  document.dispatchEvent(new CustomEvent('theme:changed'));
});
