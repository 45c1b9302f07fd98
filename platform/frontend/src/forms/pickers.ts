// Lists to narrow, long ones to search, and such as hang on other answers: the server says what may be chosen.
import type { Live } from './live';
import { say, type Words } from './words';

interface Choice {
  value: string;
  label: string;
  note: string;
  group: string;
}

const PAUSE = 250;

export function narrow(box: HTMLElement): void {
  box.hidden = false;
  const input = box.querySelector('input')!;
  const list = box.parentElement!.querySelector('[data-og-choices]')!;
  quiet(input);
  input.addEventListener('input', (event) => {
    event.stopPropagation();
    const wanted = input.value.trim().toLowerCase();
    for (const one of list.querySelectorAll('label')) one.hidden = !!wanted && !one.textContent!.toLowerCase().includes(wanted) && !one.querySelector<HTMLInputElement>('input')!.checked;
  });
}

/** Typing in a search is no answer, and Enter there must not send the form. */
function quiet(input: HTMLInputElement): void {
  input.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault());
  input.addEventListener('change', (event) => event.stopPropagation());
}

export class Picker {
  private timer = 0;
  private asked = 0;
  private given: Record<string, string>;
  private last: string;
  private readonly name: string;

  constructor(private readonly box: HTMLElement, private readonly live: Live, private readonly words: Words, private readonly changed: () => void) {
    this.name = box.closest<HTMLElement>('[data-og-field]')!.dataset['ogName']!;
    this.given = JSON.parse(box.dataset['given'] ?? '{}') as Record<string, string>;
    this.last = this.said();
    const search = box.querySelector<HTMLElement>('[data-og-search]');
    const input = search?.querySelector('input');
    if (search && input) {
      search.hidden = false;
      quiet(input);
      input.addEventListener('input', (event) => {
        event.stopPropagation();
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => void this.ask(input.value.trim()), PAUSE);
      });
    }
  }

  /** Another answer may have changed what is offered. */
  check(): void {
    const now = this.said();
    if (now === this.last) return;
    this.last = now;
    void this.ask('');
  }

  private said(): string {
    const found = new URLSearchParams();
    for (const [name, expression] of Object.entries(this.given)) {
      const value = this.live.evaluate(expression);
      found.set(name, typeof value === 'string' ? value : '');
    }
    return found.toString();
  }

  private async ask(text: string): Promise<void> {
    const turn = (this.asked += 1);
    const query = new URLSearchParams(this.said());
    if (text) query.set('q', text);
    const answer = await fetch(`${this.box.dataset['address']}?${query}`);
    if (!answer.ok || turn !== this.asked) return;
    const found = (await answer.json()) as { options: Choice[]; more: boolean };
    const select = this.box.querySelector('select');
    if (select) this.fill(select, found.options);
    else this.list(found.options, !text && Object.keys(this.given).length > 0);
    const told = this.box.querySelector('[data-og-found]');
    if (told) told.textContent = this.tell(found.options.length, found.more);
    const none = this.box.querySelector<HTMLElement>('[data-og-none]');
    if (none) none.hidden = found.options.length > 0;
    this.changed();
  }

  private tell(count: number, more: boolean): string {
    if (!count) return say(this.words['none']);
    return say(more ? this.words['more'] : this.words['found'], { count });
  }

  private fill(select: HTMLSelectElement, options: Choice[]): void {
    const was = select.value;
    const first = select.options[0]!;
    const rest = options.map((one) => {
      const made = new Option(one.note ? `${one.label} · ${one.note}` : one.label, one.value);
      made.dataset['stored'] = '';
      return made;
    });
    select.replaceChildren(first, ...rest);
    select.value = rest.some((one) => one.value === was) ? was : '';
  }

  /** `fresh`: what was chosen from the former list goes with it. */
  private list(options: Choice[], fresh: boolean): void {
    const list = this.box.querySelector<HTMLElement>('[data-og-choices]')!;
    const labels = [...list.querySelectorAll('label')];
    const chosen = labels.filter((one) => one.querySelector('input')!.checked);
    const values = new Set(chosen.map((one) => one.querySelector('input')!.value));
    const offered = new Set(options.map((one) => one.value));
    const kept = fresh ? chosen.filter((one) => offered.has(one.querySelector('input')!.value)) : chosen;
    const more = options.filter((one) => !values.has(one.value)).map((one) => this.label(one));
    list.replaceChildren(...kept, ...more);
    list.classList.toggle('og-form-long', kept.length + more.length > 6);
  }

  private label(one: Choice): HTMLLabelElement {
    const label = document.createElement('label');
    label.className = 'form-check og-form-check';
    const input = document.createElement('input');
    input.className = 'form-check-input';
    input.type = this.box.dataset['several'] === undefined ? 'radio' : 'checkbox';
    input.name = this.name;
    input.value = one.value;
    const text = document.createElement('span');
    text.className = 'form-check-label';
    text.dataset['stored'] = '';
    text.textContent = one.label;
    if (one.note) {
      const note = document.createElement('small');
      note.textContent = one.note;
      text.append(note);
    }
    label.append(input, text);
    return label;
  }
}
