// Drawings on a page: `<section data-og-diagram data-url="…">` (web/parts/diagram.html). The library is fetched only when
// a drawing comes near the screen, so that a case page stays light for who reads its text.
import './diagram.css';

const begun = new WeakSet<Element>();

function begin(root: HTMLElement): void {
  if (begun.has(root)) return;
  begun.add(root);
  void import('./island').then(({ start }) => start(root));
}

const watch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watch.unobserve(entry.target);
      begin(entry.target as HTMLElement);
    }
  },
  { rootMargin: '200px' },
);

function look(inside: ParentNode): void {
  for (const root of inside.querySelectorAll<HTMLElement>('[data-og-diagram]')) watch.observe(root);
}

look(document);
document.addEventListener('htmx:load', (event) => look(event.target as ParentNode));
