// Keys of every list: j and k walk its rows, / goes to the search field. Enter opens, as links do.
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === '/') {
    const search = document.querySelector<HTMLInputElement>('[data-slash]');
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.key !== 'j' && event.key !== 'k') return;
  const links = [...document.querySelectorAll<HTMLElement>('[data-list-keys] > li > a')];
  const here = links.indexOf(document.activeElement as HTMLElement);
  links[event.key === 'j' ? Math.min(here + 1, links.length - 1) : Math.max(here - 1, 0)]?.focus();
});
