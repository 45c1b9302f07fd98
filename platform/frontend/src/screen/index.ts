// The big screen: when it hears that figures changed it fetches them and exchanges only what differs, so nothing
// flickers; and it says so when nothing fresh has come for a while.
import './screen.css';

const EVERY = 30_000;
const OLD = 120_000;
// Figures are counted anew every five seconds; who has just heard of a change looks once more behind that.
const COUNTED = 7_000;

const scene = document.querySelector<HTMLElement>('#og-scene');
if (scene) keepFresh(scene);

function keepFresh(shown: HTMLElement): void {
  let fetchedAt = Date.now();
  let isFetching = false;
  let again = false;
  let later: number | undefined;

  async function fetchAnew(): Promise<void> {
    if (isFetching) {
      again = true;
      return;
    }
    isFetching = true;
    try {
      const answer = await fetch(shown.dataset['part'] ?? '', { headers: { 'HX-Request': 'true' }, cache: 'no-store' });
      if (answer.headers.get('HX-Redirect') || answer.status === 401) {
        location.reload(); // signed out: the sign-in, and back here
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      exchange(shown, await answer.text());
      fetchedAt = Date.now();
    } catch {
      // said below once it has lasted
    } finally {
      isFetching = false;
      sayAge();
      if (again) {
        again = false;
        window.setTimeout(() => void fetchAnew(), 1_000);
      }
    }
  }

  function sayAge(): void {
    const isOld = Date.now() - fetchedAt > OLD;
    shown.classList.toggle('og-scene-old', isOld);
    const time = shown.querySelector('.og-scene-time');
    let words = time?.querySelector('.og-scene-lost');
    if (isOld && time && !words) {
      words = document.createElement('strong');
      words.className = 'og-scene-lost';
      words.textContent = ` ${shown.dataset['late'] ?? ''}`;
      time.append(words);
    } else if (!isOld) {
      words?.remove();
    }
  }

  shown.addEventListener('og:screen', () => {
    void fetchAnew();
    later ??= window.setTimeout(() => {
      later = undefined;
      void fetchAnew();
    }, COUNTED);
  });
  window.setInterval(() => void fetchAnew(), EVERY);
  window.setInterval(sayAge, 5_000);
}

/** Parts are known by `data-keep`; one that is new or gone exchanges everything. */
function exchange(shown: HTMLElement, html: string): void {
  const fresh = new DOMParser().parseFromString(`<div>${html}</div>`, 'text/html').body.firstElementChild as HTMLElement;
  const old = partsOf(shown);
  const parts = partsOf(fresh);
  if (old.size !== parts.size || [...parts.keys()].some((name) => !old.has(name))) {
    shown.replaceChildren(...fresh.childNodes);
    return;
  }
  for (const [name, part] of parts) {
    const before = old.get(name) as Element;
    if (before.isEqualNode(part)) continue;
    before.replaceWith(part);
    if (name.startsWith('figure-')) part.classList.add('og-scene-fresh');
  }
}

function partsOf(whole: Element): Map<string, Element> {
  return new Map([...whole.querySelectorAll('[data-keep]')].map((part) => [part.getAttribute('data-keep') ?? '', part]));
}
