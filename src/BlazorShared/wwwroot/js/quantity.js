// Quantity steppers. Where the form posts by itself (a cart) the change is sent after a short pause; elsewhere only the number moves.

document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-quantity] > button');
  if (!button) return;
  event.preventDefault();
  const box = button.parentElement;
  set(box, Number(box.querySelector('input').value) + (button === box.firstElementChild ? -1 : 1));
});

document.addEventListener('change', event => {
  const box = event.target.closest?.('[data-quantity]');
  if (box) set(box, Number(event.target.value));
});

const pauses = new WeakMap();

function set(box, wanted) {
  const input = box.querySelector('input');
  const min = Number(box.dataset.min ?? 1);
  const max = Number(box.dataset.max || 9999);
  const value = Math.max(min, Math.min(max, Number.isFinite(wanted) ? Math.round(wanted) : min));
  input.value = String(value);
  box.firstElementChild.disabled = value <= min;
  box.lastElementChild.disabled = value >= max;
  if (!box.dataset.auto) return;
  clearTimeout(pauses.get(box));
  pauses.set(box, setTimeout(() => input.form?.requestSubmit(), 350));
}
