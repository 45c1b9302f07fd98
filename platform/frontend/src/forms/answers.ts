// What stands in a field, as the answer that the server would read from it; and how an answer is put into it.
import type { Value } from './feel';

const SIGN = 'json:';
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function received(text: string): Value {
  if (!text.startsWith(SIGN)) return text;
  try {
    return JSON.parse(text.slice(SIGN.length)) as Value;
  } catch {
    return text;
  }
}

export function sent(value: Value): string {
  if (typeof value === 'string') return value.startsWith(SIGN) ? SIGN + JSON.stringify(value) : value;
  return SIGN + JSON.stringify(value);
}

// Full-width digits as plain ones, thousands together only where they stand in threes: as kinds/number.py reads them.
export function plainly(typed: string): string {
  const text = typed.replace(/[０-９．－＋，\u3000]/g, (one) => '0123456789.-+, '['０１２３４５６７８９．－＋，\u3000'.indexOf(one)]!).trim();
  return /^[-+]?[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]*)?$/.test(text) ? text.replace(/[, ]/g, '') : text;
}

export function asNumber(text: string): number | null {
  const plain = plainly(text);
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return null;
  const found = Number(plain);
  return Number.isFinite(found) ? found : null;
}

export function isEmpty(value: Value | undefined): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0) || (typeof value === 'string' && value.trim() === '');
}

// By name over the live collections: what a picker or an upload brings later is among them.
function controls(field: HTMLElement, name: string): Control[] {
  const found: Control[] = [];
  for (const tag of ['input', 'select', 'textarea']) {
    for (const one of field.getElementsByTagName(tag) as HTMLCollectionOf<Control>) if (one.name === name) found.push(one);
  }
  return found;
}

function chosen(found: Control[]): string[] {
  return found.flatMap((one) => {
    if (one instanceof HTMLInputElement && (one.type === 'checkbox' || one.type === 'radio')) return one.checked ? [one.value] : [];
    return one.value === '' ? [] : [one.value];
  });
}

const SEVERAL = new Set(['checklist', 'taglist', 'photo', 'filepicker']);
const CODES = new Set(['unit', 'division', 'category', 'standard']);

export function read(field: HTMLElement): Value {
  const name = field.dataset['ogName']!;
  const kind = field.dataset['ogKind']!;
  const found = controls(field, name);
  if (kind === 'checkbox') return found.some((one) => one instanceof HTMLInputElement && one.checked);
  if (kind === 'location') return place(field, name);
  if (SEVERAL.has(kind)) return chosen(found).map(received);
  if (kind === 'person' || CODES.has(kind)) {
    const values = chosen(found).map((one): Value => (kind === 'person' && /^\d+$/.test(one) ? Number(one) : one));
    return field.querySelector('[data-several]') ? values : (values.at(-1) ?? null);
  }
  if (kind === 'radio' || kind === 'select') {
    const one = chosen(found).at(-1);
    return one === undefined ? null : received(one);
  }
  const text = found[0]?.value ?? '';
  if (kind === 'number') return field.dataset['ogAsText'] === undefined ? asNumber(text) : plainly(text) || null;
  if (kind === 'datetime') return moment(text, found[0]?.dataset['offset'] ?? '');
  return kind === 'signature' ? (chosen(found).at(-1) ?? null) : text || null;
}

function moment(text: string, offset: string): Value {
  if (!text) return null;
  const full = offset && text.length === 16 ? `${text}:00` : text;
  return full + offset;
}

function place(field: HTMLElement, name: string): Value {
  const found: { [name: string]: Value } = {};
  for (const part of ['lon', 'lat', 'accuracy', 'address']) {
    const text = controls(field, `${name}.${part}`)[0]?.value.trim() ?? '';
    if (text) found[part] = part === 'address' ? text : asNumber(text);
  }
  return Object.keys(found).some((part) => part !== 'accuracy') ? found : null;
}

/** Puts a computed default in; kinds that cannot take one stay as they are. */
export function write(field: HTMLElement, value: Value): void {
  const name = field.dataset['ogName']!;
  const wanted = (Array.isArray(value) ? value : value === null ? [] : [value]).map((one) =>
    field.dataset['ogKind'] === 'person' || typeof one === 'string' ? (CODES.has(field.dataset['ogKind']!) || field.dataset['ogKind'] === 'person' ? String(one) : sent(one)) : sent(one),
  );
  for (const one of controls(field, name)) {
    if (one instanceof HTMLInputElement && one.type === 'hidden') continue;
    if (one instanceof HTMLInputElement && one.type === 'checkbox' && field.dataset['ogKind'] === 'checkbox') one.checked = value === true;
    else if (one instanceof HTMLInputElement && (one.type === 'checkbox' || one.type === 'radio')) one.checked = wanted.includes(one.value);
    else if (one instanceof HTMLSelectElement) one.value = wanted[0] ?? '';
    else if (one instanceof HTMLInputElement && one.type === 'datetime-local') one.value = typeof value === 'string' ? value.slice(0, 16) : '';
    else one.value = value === null || typeof value === 'object' ? '' : String(value);
  }
}

export function shown(value: Value): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value === 'object') return Object.entries(value).map(([name, one]) => `${name}: ${shown(one)}`).join(', ');
  if (typeof value === 'number' && Math.abs(value) >= 1e21) return BigInt(value).toString();
  return String(value);
}
