// Rows ticked in a list: how many, and the bar in sight while there are any. A list in which something is ticked does not
// fetch itself anew under the reader's finger; once nothing is, it does what it had put off.
import htmx from 'htmx.org';

let putOff: HTMLElement | undefined;
const ticks = (): NodeListOf<HTMLInputElement> => document.querySelectorAll<HTMLInputElement>('[data-og-tick]:checked');

function show(): void {
  const bar = document.querySelector<HTMLElement>('[data-og-ticked]');
  const said = bar?.querySelector<HTMLElement>('[data-og-ticked-n]');
  if (!bar || !said) return;
  const n = ticks().length;
  said.dataset['none'] ??= said.textContent ?? '';
  said.textContent = n ? (said.dataset['said'] ?? '').replace('{n}', String(n)) : said.dataset['none'];
  bar.classList.toggle('og-ticked-some', n > 0);
  if (!n && putOff) {
    const list = putOff;
    putOff = undefined;
    htmx.trigger(list, 'og:inbox');
  }
}

document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.matches('[data-og-tick]')) show();
});
document.addEventListener('htmx:beforeRequest', (event) => {
  const target = event.target as HTMLElement;
  if (!target.matches('[data-og-live]') || !target.querySelector('[data-og-tick]:checked')) return;
  event.preventDefault();
  putOff = target;
});
document.addEventListener('htmx:load', show);
// Back from another page: what was ticked then has been claimed, or not; the list says what is there now.
window.addEventListener('pageshow', () => {
  ticks().forEach((tick) => (tick.checked = false));
  show();
});
