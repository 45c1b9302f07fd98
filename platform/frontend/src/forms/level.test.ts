import { expect, test } from 'vitest';
import { asNumber, plainly, received } from './answers';
import { today, value, type Scope, type Value } from './feel';
import { settle, type Item } from './level';

const feel = (expression: string, scope: Scope): Value => value(expression, scope, today('2026-03-02'));
const field = (key: string, typed: Value, more: Partial<Item> = {}): Item => ({ key, read: () => typed, ...more });

test('what was typed into a field that became read-only does not count', () => {
  const lock = field('lock', true);
  const b = field('b', 'x', { readonly: 'lock' });
  const c = field('c', 'typed', { hide: 'b != "x"' });
  const found = settle([lock, b, c], {}, feel);
  expect(found.verdicts.get(b)!.readonly).toBe(true);
  expect(found.verdicts.get(c)!.hidden).toBe(true);
});

test('a read-only field counts by its default', () => {
  const b = field('b', 'x', { readonly: 'lock', fallback: '"d"' });
  const sum = field('sum', null, { expression: 'b' });
  const found = settle([field('lock', true), b, sum], { b: 'process' }, feel);
  expect(found.verdicts.get(b)!.value).toBe('d');
  expect(found.computed.get(sum)).toBe('d');
});

test('fields that freeze one another come to an end', () => {
  const a = field('a', 1, { readonly: 'b = null' });
  const b = field('b', 1, { readonly: 'c = null' });
  const c = field('c', 1, { readonly: 'lock' });
  const found = settle([a, b, c, field('lock', true)], {}, feel);
  expect([a, b, c].map((one) => found.verdicts.get(one)!.readonly)).toEqual([true, true, true]);
});

test('a hidden field is null, whatever the process keeps under its name', () => {
  const amount = field('amount', 7, { hide: 'lock' });
  const total = field('total', null, { expression: 'amount * 2' });
  const found = settle([field('lock', true), amount, total], { amount: 5 }, feel);
  expect(found.computed.get(total)).toBe(null);
});

test('numbers are read as the server reads them', () => {
  const read = ['1,200', '１，２００．５', ' 1 200 ', '1,5', '1 2 3', '12,00', '1,200 300', '1_000', '٣', '1e2'].map(asNumber);
  expect(read).toEqual([1200, 1200.5, 1200, null, null, null, null, null, null, 100]);
  expect(plainly('１,200')).toBe('1200');
});

test('what is no JSON stays text', () => {
  expect(received('json:{')).toBe('json:{');
});
