// Drawings on a page: `<section data-og-diagram data-url="…">` (web/parts/diagram.html). The library is fetched only when
// a drawing comes near the screen, so that a case page stays light for who reads its text.
import './diagram.css';

const begun = new WeakSet<Element>();

async function begin(root: HTMLElement): Promise<void> {
  if (begun.has(root)) return;
  begun.add(root);
  const { start } = await import('./island');
  await start(root);
}

const watch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watch.unobserve(entry.target);
      void begin(entry.target as HTMLElement);
    }
  },
  { rootMargin: '200px' },
);

function look(inside: ParentNode): void {
  for (const root of inside.querySelectorAll<HTMLElement>('[data-og-diagram]')) watch.observe(root);
}

// Who asks for an element before its drawing came near, on a phone say, gets the drawing first and then the element.
document.addEventListener('click', (event) => {
  const asked = (event.target as Element).closest<HTMLElement>('[data-og-diagram-scope] [data-og-element]');
  const root = asked?.closest('[data-og-diagram-scope]')?.querySelector<HTMLElement>('[data-og-diagram]');
  if (!asked || !root || begun.has(root)) return;
  event.preventDefault();
  root.scrollIntoView({ block: 'nearest' });
  void begin(root).then(() => asked.click());
});

look(document);
document.addEventListener('htmx:load', (event) => look(event.target as ParentNode));
