import { expect, test } from 'vitest';
import { fineness, withHeading } from './picture';

const SAVED = '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x" "http://www.w3.org/x.dtd">\n<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="-6 4 200 100" version="1.1"><g id="all"/></svg>';

test('a picture says what it is and when it was taken, on white, with everything drawn inside', () => {
  const { svg, width, height } = withHeading(SAVED, ['案件 1 <b> & "c"', '2026-03-02 09:00']);
  expect(svg).toContain('案件 1 &lt;b&gt; &amp; &quot;c&quot;');
  expect(svg).toContain('2026-03-02 09:00');
  expect(svg).toContain('<g id="all"/>');
  expect(svg).not.toContain('DOCTYPE');
  expect(svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="-30 -72 ${width} ${height}">`)).toBe(true);
  expect(svg.endsWith('</svg>')).toBe(true);
  expect(height).toBe(100 + 2 * 26 + 24 + 24);
  expect(width).toBeGreaterThanOrEqual(248);
});

test('what is no drawing is refused', () => {
  expect(() => withHeading('<svg/>', [])).toThrow();
});

test('pictures are painted twice as fine, as far as browsers paint', () => {
  expect([fineness(1000, 500), fineness(24000, 100)]).toEqual([2, 0.5]);
});
