// Forms of tasks: conditions, drafts, uploads, searching, live while somebody types.
import './forms.css';
import { Draft } from './draft';
import type { Scope } from './feel';
import { Live } from './live';
import { narrow, Picker } from './pickers';
import { place } from './place';
import { rows } from './rows';
import { signature } from './signature';
import { steps } from './steps';
import { Uploads } from './uploads';
import { words as wordsOf } from './words';

function start(root: HTMLElement): void {
  const block = root.querySelector<HTMLScriptElement>('script[type="application/json"]');
  if (!block || root.dataset['ogStarted']) return;
  root.dataset['ogStarted'] = 'yes';
  const words = wordsOf(root);
  const form = root.closest('form');
  const data = JSON.parse(block.textContent!) as { scope: Scope; today: string };
  const live = new Live(root, form, data);
  const address = root.dataset['ogDraft'];
  const draft = form && address ? new Draft(form, address, root.querySelector('[data-og-draft-said]'), words) : null;
  const pickers = new Set<Picker>();

  const settle = (): void => {
    live.update();
    for (const picker of pickers) picker.check();
    root.dispatchEvent(new Event('og:settled'));
  };
  const changed = (): void => {
    settle();
    draft?.changed();
  };
  const equip = (part: HTMLElement): void => {
    const each = (selector: string, make: (box: HTMLElement) => void): void => part.querySelectorAll<HTMLElement>(selector).forEach(make);
    each('[data-og-uploads]', (box) => {
      const uploads = new Uploads(box, form, words, () => {
        live.touched(box);
        changed();
      });
      const pad = box.parentElement!.querySelector<HTMLElement>('[data-og-signature]');
      if (pad) signature(pad, uploads, box.closest<HTMLElement>('[data-og-field]')!.dataset['ogField']!);
    });
    each('[data-og-narrow]', narrow);
    each('[data-og-location]', (box) => place(box, words, () => (live.touched(box), changed())));
    each('[data-og-picker][data-address]', (box) => pickers.add(new Picker(box, live, words, settle)));
    each('[data-og-rows]', (box) =>
      rows(box, words, (made) => {
        if (made) equip(made);
        live.collect();
        changed();
      }),
    );
  };
  equip(root);
  if (root.dataset['ogPaged'] !== undefined) steps(root, words);

  const listener = (event: Event): void => {
    live.touched(event.target);
    changed();
  };
  (form ?? root).addEventListener('input', listener);
  (form ?? root).addEventListener('change', listener);
  // A field left empty takes its default again.
  root.addEventListener('focusout', () => setTimeout(settle));
  form?.addEventListener('submit', (event) => {
    if (Uploads.pending) event.preventDefault();
  });
  root.querySelector<HTMLElement>('[data-og-summary]')?.focus();
}

const startAll = (): void => document.querySelectorAll<HTMLElement>('[data-og-fields]').forEach(start);
startAll();
document.addEventListener('htmx:load', startAll);
