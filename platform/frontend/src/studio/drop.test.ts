import { expect, test } from 'vitest';
import { size } from './drop';

test('sizes as people read them', () => {
  expect([0, 1023, 1024, 1536, 5 * 1024 * 1024].map(size)).toEqual(['0 B', '1023 B', '1.0 KB', '1.5 KB', '5.0 MB']);
});
