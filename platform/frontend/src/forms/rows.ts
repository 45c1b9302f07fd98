// Rows are added from a blank one and taken away; their numbers are said anew each time.
import { say, type Words } from './words';

let next = 0;

export function rows(box: HTMLElement, words: Words, changed: (made: HTMLElement | null) => void): void {
  const list = box.querySelector<HTMLElement>(':scope > [data-og-list]')!;
  const blank = box.querySelector<HTMLTemplateElement>(':scope > [data-og-blank]');
  const add = box.querySelector<HTMLButtonElement>(':scope > [data-og-add]');
  const most = Number(box.dataset['most'] ?? 100);
  const own = (): HTMLElement[] => [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['ogRow'] !== undefined);
  const number = (): void => {
    own().forEach((row, at) => {
      row.querySelector(':scope > [data-og-row-said]')!.textContent = say(words['row'], { row: at + 1 });
      const drop = row.querySelector<HTMLElement>(':scope > [data-og-drop]');
      if (drop) drop.hidden = false;
    });
    if (add) add.hidden = own().length >= most;
  };
  number();
  add?.addEventListener('click', () => {
    next += 1;
    const made = document.createElement('template');
    made.innerHTML = blank!.innerHTML.replaceAll(box.dataset['mark']!, `n${next}`);
    const row = made.content.firstElementChild as HTMLElement;
    list.append(row);
    number();
    changed(row);
    row.querySelector<HTMLElement>('input:not([type="hidden"]), select, textarea')?.focus();
  });
  list.addEventListener('click', (event) => {
    const drop = event.target instanceof Element ? event.target.closest('[data-og-drop]') : null;
    const row = drop?.parentElement;
    if (!row || row.parentElement !== list) return;
    row.remove();
    number();
    changed(null);
    add?.focus();
  });
}
