// FEEL in the page: feelin, with functions of ours where it counts or compares otherwise than the server does.
// The server writes expressions with their names (catalog/forms/page_feel.py); a test holds both to the same answers.
import { evaluate } from '@bpmn-io/feelin';

export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };
export type Scope = Record<string, Value>;
type Truth = boolean | null;

const DIGITS = 15; // what a binary fraction holds exactly
// Names of functions cannot be names of data in an expression; data of that name must not hide the function.
const FUNCTIONS = ['count', 'contains', 'not', 'abs', 'floor', 'ceiling'];

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function kind(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value;
}

interface Decimal {
  digits: bigint;
  scale: number; // so many of the digits stand behind the point
}

/** A fraction as the decimal that it was written as: its shortest text. */
function decimal(value: unknown): Decimal | null {
  if (!isNumber(value)) return null;
  const [mantissa, exponent] = String(value).split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const scale = fraction.length - Number(exponent ?? 0);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

function number({ digits, scale }: Decimal): number | null {
  const found = Number(`${digits}e${-scale}`);
  return Number.isFinite(found) ? found || 0 : null;
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}

export function plus(left: unknown, right: unknown): number | string | null {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  const [a, b] = [decimal(left), decimal(right)];
  if (!a || !b) return null;
  const [one, other, scale] = aligned(a, b);
  return number({ digits: one + other, scale });
}

export function minus(left: unknown, right: unknown): number | null {
  const [a, b] = [decimal(left), decimal(right)];
  if (!a || !b) return null;
  const [one, other, scale] = aligned(a, b);
  return number({ digits: one - other, scale });
}

export function times(left: unknown, right: unknown): number | null {
  const [a, b] = [decimal(left), decimal(right)];
  return a && b ? number({ digits: a.digits * b.digits, scale: a.scale + b.scale }) : null;
}

/** Only ever rounded afterwards, so a few digits more than a number holds are enough. */
export function over(left: unknown, right: unknown): number | null {
  const [a, b] = [decimal(left), decimal(right)];
  if (!a || !b || b.digits === 0n) return null;
  const [one, other] = aligned(a, b);
  return number({ digits: (one * 10n ** 40n) / other, scale: 40 });
}

function sum(values: unknown): number | null {
  const list = Array.isArray(values) ? values : [values];
  if (list.length === 0 || !list.every(isNumber)) return null;
  return list.reduce((total: number | null, one) => plus(total, one) as number | null, 0);
}

function all(answers: Truth[]): Truth {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

export function same(left: unknown, right: unknown): Truth {
  const [one, other] = [kind(left), kind(right)];
  if (one === 'null' || other === 'null') return one === other;
  if (one !== other) return null;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && all(left.map((item, at) => same(item, right[at])));
  }
  if (one === 'object') {
    const [a, b] = [left as Scope, right as Scope];
    const names = Object.keys(a);
    if (names.length !== Object.keys(b).length || names.some((name) => !Object.hasOwn(b, name))) return false;
    return all(names.map((name) => same(a[name], b[name])));
  }
  return left === right;
}

/** Texts by code points, as the server orders them; UTF-16 would put rare characters elsewhere. */
function before(left: string, right: string): boolean {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [one, other] = [a[at]!.codePointAt(0)!, b[at]!.codePointAt(0)!];
    if (one !== other) return one < other;
  }
  return a.length < b.length;
}

export function less(left: unknown, right: unknown): Truth {
  if (isNumber(left) && isNumber(right)) return left < right;
  if (typeof left === 'string' && typeof right === 'string') return before(left, right);
  return null;
}

function extreme(values: unknown, sign: number): Value {
  const list: unknown[] = Array.isArray(values) ? values : [values];
  let found: unknown = list[0] ?? null;
  for (const item of list) {
    const smaller = less(item, found);
    const larger = less(found, item);
    if (smaller === null || larger === null) return null;
    if (sign < 0 ? smaller : larger) found = item;
  }
  return found as Value;
}

function one(value: unknown, wanted: unknown): Truth {
  return kind(value) === 'list' ? false : same(value, wanted);
}

function among(value: unknown, wanted: unknown): Truth {
  return Array.isArray(wanted) && ((kind(value) === 'list' && same(value, wanted) === true) || wanted.some((item) => same(value, item) === true));
}

function truths(answers: unknown, decisive: boolean): Truth {
  if (!Array.isArray(answers)) return null;
  if (answers.includes(decisive)) return decisive;
  return answers.every((answer) => answer === !decisive) ? !decisive : null;
}

/** Rounding as of decimal digits, not of the fraction that lies nearest to them. */
export function round(value: unknown, scale: unknown, mode: unknown): number | null {
  if (!isNumber(value) || !isNumber(scale) || !Number.isInteger(scale) || Math.abs(scale) > 30) return null;
  const [mantissa, exponent] = value.toExponential(DIGITS - 1).split('e') as [string, string];
  const digits = mantissa.replace('-', '').replace('.', '');
  const keep = Number(exponent) + 1 + scale; // so many of the digits stay
  if (keep >= digits.length) return Number(value.toPrecision(DIGITS));
  const kept = keep > 0 ? digits.slice(0, keep) : '0';
  const rest = keep >= 0 ? digits.slice(keep) : `0${digits}`;
  const up = rises(kept, rest, String(mode));
  const whole = BigInt(kept) + (up ? 1n : 0n);
  return Number(`${value < 0 ? '-' : ''}${whole}e${-scale}`) || 0;
}

function rises(kept: string, rest: string, mode: string): boolean {
  if (!/[1-9]/.test(rest)) return false;
  if (mode === 'up') return true;
  if (mode === 'down') return false;
  const half = rest[0]! > '5' || (rest[0] === '5' && /[1-9]/.test(rest.slice(1))) ? 1 : rest[0] === '5' ? 0 : -1;
  if (half !== 0) return half > 0;
  return mode === 'half up' || (mode === 'even' && Number(kept.at(-1)) % 2 === 1);
}

/** feelin reads the names of parameters from `$args`; minified code has none of its own. */
function given<F extends (...given: never[]) => unknown>(call: F, ...names: string[]): F {
  return Object.assign(call, { $args: names });
}

const HELPERS = {
  og_plus: given(plus, 'left', 'right'),
  og_minus: given(minus, 'left', 'right'),
  og_times: given(times, 'left', 'right'),
  og_over: given(over, 'left', 'right'),
  og_sum: given(sum, 'values'),
  og_min: given((values: unknown) => extreme(values, -1), 'values'),
  og_max: given((values: unknown) => extreme(values, 1), 'values'),
  og_same: given(same, 'left', 'right'),
  og_less: given(less, 'left', 'right'),
  og_one: given(one, 'value', 'wanted'),
  og_among: given(among, 'value', 'wanted'),
  og_round: given(round, 'value', 'scale', 'mode'),
  og_some: given((answers: unknown) => truths(answers, true), 'answers'),
  og_every: given((answers: unknown) => truths(answers, false), 'answers'),
  og_list: given((value: unknown) => (value === null || value === undefined || Array.isArray(value) ? value : [value]), 'value'),
};

export function today(text: string): Record<string, unknown> {
  return { og_today: given(() => text) };
}

const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu;
const mentioned = new Map<string, string[]>();
const known = new Map<string, { given: string; found: Value }[]>();
const KEPT = 4;

/** Words of the expression, so a superset of the names in it. */
function wordsOf(expression: string): string[] {
  let found = mentioned.get(expression);
  if (!found) {
    found = [...new Set(expression.match(WORD) ?? [])].filter((name) => !FUNCTIONS.includes(name));
    mentioned.set(expression, found);
  }
  return found;
}

/** The value; null by a fault too. What nothing has changed for is remembered: a key touches few expressions. */
export function value(expression: string, scope: Scope, more: Record<string, unknown> = {}): Value {
  const words = wordsOf(expression);
  const names: Record<string, unknown> = {};
  for (const name of words) if (Object.hasOwn(scope, name)) names[name] = scope[name];
  const given = JSON.stringify(names);
  const kept = known.get(expression) ?? [];
  const hit = kept.find((one) => one.given === given);
  if (hit) return hit.found;
  for (const name of words) {
    const helper = more[name] ?? (HELPERS as Record<string, unknown>)[name];
    if (helper) names[name] = helper;
  }
  const found = compute(expression, names);
  known.set(expression, [{ given, found }, ...kept].slice(0, KEPT));
  return found;
}

function compute(expression: string, names: Record<string, unknown>): Value {
  try {
    return (evaluate(expression, names).value ?? null) as Value;
  } catch {
    return null;
  }
}
