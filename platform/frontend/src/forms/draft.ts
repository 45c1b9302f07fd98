// What is typed is kept without asking: soon after a change, and at the latest when the page goes.
import { say, type Words } from './words';

const SOON = 1500;
const AGAIN = 10_000;

export class Draft {
  private timer = 0;
  private isDirty = false;
  private isSending = false;
  private isOver = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly address: string,
    private readonly said: HTMLElement | null,
    private readonly words: Words,
  ) {
    form.addEventListener('submit', (event) => queueMicrotask(() => (this.isOver = !event.defaultPrevented)));
    addEventListener('pageshow', () => (this.isOver = false));
    addEventListener('pagehide', () => this.leave());
    document.addEventListener('visibilitychange', () => document.hidden && this.leave());
  }

  changed(): void {
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), SOON);
  }

  /** All that stands in the form but files; what is read-only is not the person's. */
  private body(): URLSearchParams {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === 'string') found.append(name, value);
    return found;
  }

  private async send(): Promise<void> {
    if (this.isOver || this.isSending) return;
    this.isSending = true;
    this.isDirty = false;
    try {
      const answer = await fetch(this.address, { method: 'POST', body: this.body(), headers: { 'X-CSRFToken': token(this.form) } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const revision = answer.headers.get('X-Revision');
      const kept = this.form.elements.namedItem('revision');
      if (revision && kept instanceof HTMLInputElement) kept.value = revision;
      const { time } = (await answer.json()) as { time: string };
      this.say(say(this.words['saved'], { time }));
    } catch {
      this.isDirty = true;
      this.say(say(this.words['notSaved']));
      this.timer = window.setTimeout(() => void this.send(), AGAIN);
    } finally {
      this.isSending = false;
      if (this.isDirty && !this.timer) this.changed();
    }
  }

  private leave(): void {
    if (!this.isDirty || this.isOver) return;
    if (navigator.sendBeacon(this.address, this.body())) this.isDirty = false;
  }

  private say(text: string): void {
    if (this.said) this.said.textContent = text;
  }
}

export function token(form: HTMLFormElement | null): string {
  const own = form?.querySelector<HTMLInputElement>('[name="csrfmiddlewaretoken"]')?.value;
  return own ?? (JSON.parse(document.body.getAttribute('hx-headers') ?? '{}') as Record<string, string>)['X-CSRFToken'] ?? '';
}
