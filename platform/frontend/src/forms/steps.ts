// Groups marked as pages are shown one after another; all stay in the form, and an error opens its page.
import { say, type Words } from './words';

export function steps(root: HTMLElement, words: Words): void {
  const nav = root.querySelector<HTMLElement>('[data-og-steps]')!;
  const all = [...root.querySelectorAll<HTMLElement>('[data-og-page]')];
  const shown = (): HTMLElement[] => all.filter((page) => !page.hasAttribute('data-og-hidden'));
  let here = all.find((page) => page.querySelector('.og-field-wrong')) ?? all[0]!;
  const [back, on] = [nav.querySelector<HTMLButtonElement>('[data-og-step="back"]')!, nav.querySelector<HTMLButtonElement>('[data-og-step="on"]')!];
  const draw = (): void => {
    const open = shown();
    if (!open.includes(here)) here = open[0] ?? all[0]!;
    for (const page of all) page.hidden = page !== here;
    const at = open.indexOf(here);
    nav.hidden = open.length < 2;
    back.disabled = at <= 0;
    on.disabled = at >= open.length - 1;
    nav.querySelector('[data-og-step-said]')!.textContent = say(words['step'], { step: at + 1, steps: open.length });
  };
  const go = (by: number): void => {
    const open = shown();
    here = open[open.indexOf(here) + by] ?? here;
    draw();
    const title = here.querySelector<HTMLElement>('legend') ?? here;
    title.tabIndex = -1;
    title.focus();
  };
  back.addEventListener('click', () => go(-1));
  on.addEventListener('click', () => go(1));
  root.addEventListener('og:settled', draw);
  root.querySelector('[data-og-summary]')?.addEventListener('click', (event) => {
    const target = event.target instanceof HTMLAnchorElement ? document.getElementById(event.target.hash.slice(1)) : null;
    const page = target?.closest<HTMLElement>('[data-og-page]');
    if (page) {
      here = page;
      draw();
    }
  });
  draw();
}
