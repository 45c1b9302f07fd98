// Between the page and `level`: which elements are fields, and what a verdict changes in them.
import { read, shown, write } from './answers';
import { today, value, type Scope } from './feel';
import { settle, type Item } from './level';

const FOUND = '[data-og-field], [data-og-group], [data-og-shows]';

// Holds its default still, and follows it; the server marks it so too.
const UNTOUCHED = 'data-og-untouched';

interface Placed extends Item {
  element: HTMLElement;
}

function near(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(FOUND)].filter((one) => {
    const above = one.parentElement!.closest<HTMLElement>(`${FOUND}, [data-og-row], [data-og-fields]`);
    return above === root;
  });
}

function text(element: HTMLElement, name: string): Record<string, string> {
  const found = element.getAttribute(`data-og-${name}`);
  const key = { 'required-when': 'requiredWhen', default: 'fallback' }[name] ?? name;
  return found === null ? {} : { [key]: found };
}

function item(element: HTMLElement): Placed {
  const key = element.dataset['ogField'] || element.dataset['ogGroup'] || null;
  const isGroup = element.dataset['ogGroup'] !== undefined;
  const list = element.querySelector<HTMLElement>(':scope > [role="group"] [data-og-rows]');
  const rows = list ? [...list.querySelectorAll<HTMLElement>('[data-og-row]')].filter((row) => row.closest('[data-og-rows]') === list) : null;
  return {
    element,
    key,
    ...text(element, 'hide'),
    ...text(element, 'readonly'),
    ...text(element, 'required-when'),
    ...text(element, 'default'),
    ...text(element, 'expression'),
    isForced: element.dataset['ogForced'] !== undefined,
    ...(isGroup && !key ? { inner: near(element).map(item) } : {}),
    ...(isGroup && key ? { object: near(element).map(item) } : {}),
    ...(rows ? { rows: rows.map((row) => near(row).map(item)) } : {}),
    read: () => answer(element, isGroup, rows),
  };
}

function answer(element: HTMLElement, isGroup: boolean, rows: HTMLElement[] | null): ReturnType<typeof read> {
  const level = (root: HTMLElement): Scope => Object.fromEntries(keyed(root).map((one) => [one.key!, one.read()]));
  if (isGroup) return level(element);
  if (rows) return rows.map(level);
  return element.dataset['ogName'] && element.dataset['ogKind'] !== 'expression' ? read(element) : null;
}

function keyed(root: Element): Placed[] {
  return near(root).map(item).flatMap((one) => (one.key === null ? keyed(one.element) : [one]));
}

export class Live {
  private items: Placed[] = [];
  private readonly last = new WeakMap<HTMLElement, Record<string, boolean>>();

  constructor(
    private readonly root: HTMLElement,
    private readonly form: HTMLFormElement | null,
    private readonly data: { scope: Scope; today: string },
  ) {
    this.collect();
    this.update();
  }

  /** Rows came or went. */
  collect(): void {
    this.items = near(this.root).map(item);
    for (const one of this.everywhere()) {
      if (!one.fallback) continue;
      const own = one.read;
      one.read = () => (one.element.hasAttribute(UNTOUCHED) ? null : own());
    }
  }

  touched(target: EventTarget | null): void {
    const field = target instanceof Element ? target.closest<HTMLElement>('[data-og-field]') : null;
    field?.removeAttribute(UNTOUCHED);
  }

  scope(): Scope {
    const control = this.form?.elements.namedItem('outcome');
    const outcome = control && 'value' in control ? String(control.value) || null : null;
    return { ...this.data.scope, outcome };
  }

  evaluate(expression: string): ReturnType<typeof value> {
    const local = Object.fromEntries(keyed(this.root).map((one) => [one.key!, one.read()]));
    return value(expression, { ...this.scope(), ...local }, today(this.data.today));
  }

  update(): void {
    const found = this.settled();
    for (const [one, verdict] of found.verdicts) {
      const element = (one as Placed).element;
      if (element.hasAttribute('data-og-hidden') !== verdict.hidden) element.toggleAttribute('data-og-hidden', verdict.hidden);
      if (one.requiredWhen && this.differs(element, 'required', verdict.required)) this.require(element, verdict.required);
      if (one.readonly && this.differs(element, 'readonly', verdict.readonly)) {
        for (const control of element.querySelectorAll<HTMLInputElement>('input, select, textarea, button')) control.disabled = verdict.readonly;
      }
      if (verdict.isDefault && !element.contains(document.activeElement)) {
        write(element, verdict.value);
        element.setAttribute(UNTOUCHED, '');
      }
    }
    for (const [one, computed] of found.computed) {
      const output = (one as Placed).element.querySelector('[data-og-computed]');
      const said = shown(computed);
      if (output && output.textContent !== said) output.textContent = said;
    }
  }

  private settled(): ReturnType<typeof settle> {
    const more = today(this.data.today);
    return settle(this.items, this.scope(), (expression, scope) => value(expression, scope, more));
  }

  /** Whether the page does not show it so yet; elements are touched only where something changes. */
  private differs(element: HTMLElement, what: string, now: boolean): boolean {
    const was = this.last.get(element) ?? {};
    if (was[what] === now) return false;
    this.last.set(element, { ...was, [what]: now });
    return true;
  }

  private require(element: HTMLElement, required: boolean): void {
    const mark = element.querySelector<HTMLElement>('[data-og-must]');
    if (mark) mark.hidden = !required;
    for (const control of element.querySelectorAll('.form-control, .form-select, .form-check-input')) {
      if (required) control.setAttribute('aria-required', 'true');
      else control.removeAttribute('aria-required');
    }
  }

  private everywhere(): Placed[] {
    const all = (items: Item[]): Placed[] =>
      items.flatMap((one) => [one as Placed, ...all(one.inner ?? []), ...all(one.object ?? []), ...(one.rows ?? []).flatMap(all)]);
    return all(this.items);
  }
}
