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
  names: Map<Scope, Scope>; // cleaned answers of a level -> all its fields as conditions saw them, hidden ones null
}

export function settle(items: Item[], scope: Scope, feel: Evaluate): Settled {
  const found: Settled = { verdicts: new Map(), computed: new Map(), names: new Map() };
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
  const typed: Scope = {};
  for (const item of fields) typed[item.key!] = item.expression ? null : item.read();
  // What was typed before a field became read-only is not posted, so it does not count here either.
  let frozen = new Set<Item>();
  for (;;) {
    const level = count(items, fields, nulls, typed, frozen, scope, outer, feel);
    const now = level.shown.filter((item) => !!item.readonly && feel(item.readonly, level.local) === true);
    if (now.some((item) => !frozen.has(item))) {
      frozen = new Set([...frozen, ...now]);
      continue;
    }
    judge(items, level, frozen, feel, found);
    const names: Scope = Object.fromEntries(fields.map((item) => [item.key!, level.local[item.key!] ?? null]));
    const around = { ...outer, ...names };
    const cleaned: Scope = {};
    for (const item of level.shown) {
      if (item.expression || frozen.has(item)) continue;
      cleaned[item.key!] = item.object
        ? one(item.object, scope, around, feel, found)
        : item.rows
          ? item.rows.map((row) => one(row, scope, around, feel, found))
          : (level.filled[item.key!] ?? null);
    }
    found.names.set(cleaned, names);
    return cleaned;
  }
}

interface Level {
  filled: Scope;
  isDefault: Set<Item>;
  shown: Item[];
  local: Scope;
}

function count(items: Item[], fields: Item[], nulls: Scope, typed: Scope, frozen: Set<Item>, scope: Scope, outer: Scope, feel: Evaluate): Level {
  const filled: Scope = { ...typed };
  const isDefault = new Set<Item>();
  for (const item of frozen) filled[item.key!] = null;
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
  return { filled, isDefault, shown, local: names(shown) };
}

function judge(items: Item[], level: Level, frozen: Set<Item>, feel: Evaluate, found: Settled): void {
  const { filled, isDefault, local } = level;
  const visible = new Set(level.shown);
  for (const item of items) {
    const holds = !item.inner && item.key !== null;
    const hidden = holds ? !visible.has(item) : !item.isForced && !!item.hide && feel(item.hide, local) === true;
    found.verdicts.set(item, {
      hidden,
      readonly: frozen.has(item),
      required: !!item.requiredWhen && feel(item.requiredWhen, local) === true,
      value: holds ? (filled[item.key!] ?? null) : null,
      isDefault: isDefault.has(item),
    });
    if (item.inner) judge(item.inner, level, frozen, feel, found);
  }
}

function compute(items: Item[], cleaned: Scope, outer: Scope, scope: Scope, feel: Evaluate, found: Settled): void {
  const hides = (item: Item): boolean => found.verdicts.get(item)?.hidden ?? false;
  const around = { ...outer, ...found.names.get(cleaned) };
  for (const item of open(items, hides)) {
    const local = { ...scope, ...around, ...cleaned };
    if (item.expression) {
      const value = feel(item.expression, local);
      found.computed.set(item, value);
      cleaned[item.key!] = value;
    } else if (item.rows && item.key! in cleaned) {
      item.rows.forEach((row, at) => compute(row, (cleaned[item.key!] as Scope[])[at]!, { ...around, ...cleaned }, scope, feel, found));
    } else if (item.object && item.key! in cleaned) {
      compute(item.object, cleaned[item.key!] as Scope, { ...around, ...cleaned }, scope, feel, found);
    }
  }
}
