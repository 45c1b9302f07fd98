// One level of fields (the form, an object of a group, a row), settled in the order in which the server settles it:
// defaults, what is hidden, what is read-only and required, what is computed (catalog/forms/levels.py, answers.py).
import { isEmpty } from './answers';
import type { Scope, Value } from './feel';

export interface Item {
  key: string | null;
  hide?: string;
  readonly?: string;
  requiredWhen?: string;
  fallback?: string;
  expression?: string;
  isForced?: boolean;
  inner?: Item[]; // of a group without a path: the same level
  object?: Item[]; // of a group with a path
  rows?: Item[][];
  read(): Value;
}

export interface Verdict {
  hidden: boolean;
  readonly: boolean;
  required: boolean;
  value: Value;
  isDefault: boolean;
}

export type Evaluate = (expression: string, scope: Scope) => Value;
const ROUNDS = 10;

export interface Settled {
  verdicts: Map<Item, Verdict>;
  computed: Map<Item, Value>;
}

export function settle(items: Item[], scope: Scope, feel: Evaluate): Settled {
  const found: Settled = { verdicts: new Map(), computed: new Map() };
  const cleaned = one(items, scope, {}, feel, found);
  compute(items, cleaned, {}, scope, feel, found);
  return found;
}

function* flat(items: Item[]): Generator<Item> {
  for (const item of items) {
    if (item.inner) yield* flat(item.inner);
    else if (item.key !== null) yield item;
  }
}

function* open(items: Item[], hides: (item: Item) => boolean): Generator<Item> {
  for (const item of items) {
    if (hides(item)) continue;
    if (item.inner) yield* open(item.inner, hides);
    else if (item.key !== null) yield item;
  }
}

function one(items: Item[], scope: Scope, outer: Scope, feel: Evaluate, found: Settled): Scope {
  const fields = [...flat(items)];
  const nulls: Scope = Object.fromEntries(fields.map((item) => [item.key!, null]));
  const filled: Scope = {};
  const isDefault = new Set<Item>();
  for (const item of fields) filled[item.key!] = item.expression ? null : item.read();
  const answered = Object.fromEntries(Object.entries(filled).filter(([, value]) => !isEmpty(value)));
  const defaults: Scope = {};
  for (const item of fields) {
    if (!item.fallback || item.key! in answered) continue;
    const value = feel(item.fallback, { ...scope, ...outer, ...nulls, ...defaults, ...answered });
    isDefault.add(item);
    if (value !== null) defaults[item.key!] = value;
  }
  Object.assign(filled, defaults);
  const names = (shown: Item[]): Scope => ({
    ...scope,
    ...outer,
    ...nulls,
    ...Object.fromEntries(shown.map((item) => [item.key!, filled[item.key!] ?? null])),
  });
  let shown = fields;
  for (let round = 0; round < ROUNDS; round += 1) {
    const local = names(shown);
    const now = [...open(items, (item) => !item.isForced && !!item.hide && feel(item.hide, local) === true)];
    const settled = now.length === shown.length && now.every((item, at) => item === shown[at]);
    shown = now;
    if (settled) break;
  }
  const local = names(shown);
  const visible = new Set(shown);
  judge(items, local, visible, filled, isDefault, feel, found);
  const cleaned: Scope = {};
  const around = { ...outer, ...nulls, ...Object.fromEntries(shown.map((item) => [item.key!, filled[item.key!] ?? null])) };
  for (const item of shown) {
    if (item.expression || found.verdicts.get(item)!.readonly) continue;
    cleaned[item.key!] = item.object
      ? one(item.object, scope, around, feel, found)
      : item.rows
        ? item.rows.map((row) => one(row, scope, around, feel, found))
        : (filled[item.key!] ?? null);
  }
  return cleaned;
}

function judge(items: Item[], local: Scope, visible: Set<Item>, filled: Scope, isDefault: Set<Item>, feel: Evaluate, found: Settled): void {
  for (const item of items) {
    const holds = !item.inner && item.key !== null;
    const hidden = holds ? !visible.has(item) : !item.isForced && !!item.hide && feel(item.hide, local) === true;
    found.verdicts.set(item, {
      hidden,
      readonly: !!item.readonly && feel(item.readonly, local) === true,
      required: !!item.requiredWhen && feel(item.requiredWhen, local) === true,
      value: holds ? (filled[item.key!] ?? null) : null,
      isDefault: isDefault.has(item),
    });
    if (item.inner) judge(item.inner, local, visible, filled, isDefault, feel, found);
  }
}

function compute(items: Item[], cleaned: Scope, outer: Scope, scope: Scope, feel: Evaluate, found: Settled): void {
  const hides = (item: Item): boolean => found.verdicts.get(item)?.hidden ?? false;
  for (const item of open(items, hides)) {
    const local = { ...scope, ...outer, ...cleaned };
    if (item.expression) {
      const value = feel(item.expression, local);
      found.computed.set(item, value);
      cleaned[item.key!] = value;
    } else if (item.rows && item.key! in cleaned) {
      item.rows.forEach((row, at) => compute(row, (cleaned[item.key!] as Scope[])[at]!, { ...outer, ...cleaned }, scope, feel, found));
    } else if (item.object && item.key! in cleaned) {
      compute(item.object, cleaned[item.key!] as Scope, { ...outer, ...cleaned }, scope, feel, found);
    }
  }
}
