import { expect, test } from 'vitest';
import { numbers, place } from './line-numbers';

test('a number for each line, the empty last one too', () => {
  expect(numbers('a\nb\n')).toBe('1\n2\n3');
  expect(numbers('')).toBe('1');
});

test('a line begins and ends where its words do', () => {
  const text = 'first\n第二行\n\nlast';
  expect(place(text, 1)).toEqual([0, 5]);
  expect(text.slice(...place(text, 2))).toBe('第二行');
  expect(place(text, 3)).toEqual([10, 10]);
  expect(text.slice(...place(text, 99))).toBe('last');
  expect(text.slice(...place(text, 0))).toBe('first');
});
