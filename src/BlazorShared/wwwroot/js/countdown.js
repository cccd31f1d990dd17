// Moves every countdown on the page once a second. The server's clock counts: each element says what time it was when it was rendered.

const offsets = new WeakMap();

function tick() {
  for (const element of document.querySelectorAll('[data-countdown]')) {
    const said = element.dataset.countdownNow;
    let known = offsets.get(element);
    if (known?.said !== said) offsets.set(element, known = { said, skew: Number(said) - Date.now() });
    const left = Math.max(0, Math.ceil((Date.parse(element.dataset.countdown) - Date.now() - known.skew) / 1000));
    const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    const digits = element.lastElementChild;
    if (digits.textContent !== text) digits.textContent = text;
    const total = Number(element.dataset.countdownTotal) || 1;
    element.querySelectorAll('circle')[1]?.setAttribute('stroke-dashoffset', String(Math.max(0, Math.min(100, 100 - (left / total) * 100))));
    if (left === 0 && !element.dataset.countdownDone) {
      element.dataset.countdownDone = 'true';
      element.dispatchEvent(new CustomEvent('countdown:end', { bubbles: true }));
    } else if (left > 0) {
      delete element.dataset.countdownDone;
    }
  }
}

setInterval(tick, 1000);
tick();
