import { expect, test } from 'vitest';
import { around, arrowHead, clamp, cut, fitWidth, freeSpot, LEAST, MOST, pinch, textWidth } from './geometry';

test('two fingers that part enlarge about their middle', () => {
  const said = pinch([{ x: 100, y: 100 }, { x: 200, y: 100 }], [{ x: 50, y: 120 }, { x: 250, y: 120 }]);
  expect(said).toEqual({ factor: 2, centre: { x: 150, y: 120 }, dx: 0, dy: 20 });
});

test('two fingers on one spot do not blow the drawing up', () => {
  expect(pinch([{ x: 5, y: 5 }, { x: 5, y: 5 }], [{ x: 0, y: 0 }, { x: 9, y: 9 }]).factor).toBe(1);
});

test('no zoom leaves the bounds', () => {
  expect([clamp(0), clamp(99), clamp(1)]).toEqual([LEAST, MOST, 1]);
});

test('a wide drawing fills the width and lies in the middle of the height', () => {
  const seen = fitWidth({ x: 0, y: 0, width: 1960, height: 500 }, { width: 1000, height: 800 });
  expect(seen.scale).toBe(0.5);
  expect(seen).toMatchObject({ x: -20, y: -550, width: 2000, height: 1600 });
});

test('a tall drawing begins at its top', () => {
  expect(fitWidth({ x: 10, y: 30, width: 300, height: 5000 }, { width: 340, height: 400 })).toMatchObject({ scale: 1, x: -10, y: 10 });
});

test('a small drawing is not blown up', () => {
  expect(fitWidth({ x: 0, y: 0, width: 100, height: 50 }, { width: 1000, height: 500 }).scale).toBe(1);
});

test('an element is brought to the middle', () => {
  expect(around({ x: 100, y: 100, width: 100, height: 80 }, { width: 400, height: 200 }, 2)).toEqual({ x: 50, y: 90, width: 200, height: 100 });
});

test('han characters are square, and a long name is cut with an ellipsis', () => {
  expect(textWidth('核查', 10)).toBe(20);
  expect(textWidth('ab', 10)).toBeCloseTo(11.2);
  expect(cut('宿城区综合指挥调度中心', 10, 60)).toBe('宿城区综合…');
  expect(cut('核查', 10, 60)).toBe('核查');
});

test('a mark goes where it covers no words, else where it covers the least', () => {
  const [left, right] = [{ x: 0, y: 0, width: 10, height: 10 }, { x: 20, y: 0, width: 10, height: 10 }];
  expect(freeSpot([left, right], [{ x: 5, y: 5, width: 3, height: 3 }])).toBe(right);
  expect(freeSpot([left, right], [])).toBe(left);
  expect(freeSpot([left, right], [{ x: 0, y: 0, width: 22, height: 10 }])).toBe(right);
});

test('the head of an arrow lies at the end of its way', () => {
  expect(arrowHead([{ x: 0, y: 0 }, { x: 50, y: 0 }], 10)).toMatch(/^M50,0 L41\.0,-4\.3 L41\.0,4\.3 Z$/);
  expect(arrowHead([])).toBe('');
});
