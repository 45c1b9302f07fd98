// Lists by keyboard (j, k, Enter, /), a task beside its list on a desk, numbers copied by a tap.
import htmx from 'htmx.org';

const wide = window.matchMedia('(min-width: 60rem)');

function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('[data-og-list] [data-og-item]')];
}

function types(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function walk(step: number): void {
  const all = rows();
  const here = all.findIndex((row) => row === document.activeElement);
  const from = here >= 0 ? here : all.findIndex((row) => row.hasAttribute('aria-current'));
  const next = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

// Enter needs no code: a row is a link, and a focused link opens by it.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
  if (event.key === 'j' || event.key === 'k') {
    if (!rows().length) return;
    event.preventDefault();
    walk(event.key === 'j' ? 1 : -1);
  } else if (event.key === '/') {
    const search = document.querySelector<HTMLInputElement>('input[data-og-search]');
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});

function chosen(link: HTMLAnchorElement): void {
  for (const row of rows()) {
    const is = row === link;
    row.toggleAttribute('aria-current', is);
    if (is) row.setAttribute('aria-current', 'true');
    row.closest('.og-item')?.classList.toggle('og-item-here', is);
  }
}

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  const number = target.closest<HTMLElement>('[data-og-copy]');
  if (number) {
    void navigator.clipboard?.writeText(number.textContent?.trim() ?? '').then(() => {
      number.classList.add('og-copied');
      setTimeout(() => number.classList.remove('og-copied'), 1200);
    });
    return;
  }
  const link = target.closest<HTMLAnchorElement>('a[data-og-pane]');
  const pane = document.getElementById('task');
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  // On a phone one task is one screen: the link leads there by itself.
  if (!link || !pane || !plain || !wide.matches) return;
  event.preventDefault();
  chosen(link);
  void htmx.ajax('get', link.href, { source: link, target: pane, swap: 'innerHTML' }).then(() => {
    pane.scrollTop = 0;
    document.querySelector('.og-work')?.classList.add('og-has-task');
  });
});
