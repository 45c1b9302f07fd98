// Pure sums of moving and marking a drawing.
import type { Box, Point } from './viewer';

export const LEAST = 0.1;
export const MOST = 4;

export const clamp = (scale: number): number => Math.min(MOST, Math.max(LEAST, scale));

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** What two fingers say between two moments: how much larger, about which point, and how far. */
export function pinch(before: [Point, Point], after: [Point, Point]): { factor: number; centre: Point; dx: number; dy: number } {
  const from = middle(...before);
  const to = middle(...after);
  const distance = apart(...before);
  return { factor: distance > 0 ? apart(...after) / distance : 1, centre: to, dx: to.x - from.x, dy: to.y - from.y };
}

/** How much of the drawing is seen when its width fills the view, its top at the top and a little air around it. */
export function fitWidth(drawing: Box, view: { width: number; height: number }, air = 20): Box & { scale: number } {
  const scale = clamp(Math.min(view.width / (drawing.width + 2 * air), 1));
  const width = view.width / scale;
  const height = view.height / scale;
  return {
    scale,
    width,
    height,
    x: drawing.x + drawing.width / 2 - width / 2,
    y: drawing.height + 2 * air <= height ? drawing.y + drawing.height / 2 - height / 2 : drawing.y - air,
  };
}

/** The view of that scale with the element in its middle. */
export function around(element: Box, view: { width: number; height: number }, scale: number): Box {
  const width = view.width / scale;
  const height = view.height / scale;
  return { x: element.x + element.width / 2 - width / 2, y: element.y + element.height / 2 - height / 2, width, height };
}

const shared = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** The first place that covers nothing of what must stay readable, else the one that covers least. */
export function freeSpot(places: Box[], taken: Box[]): Box {
  let best = places[0]!;
  let least = Infinity;
  for (const place of places) {
    const covered = taken.reduce((sum, one) => sum + shared(place, one), 0);
    if (covered < least) [best, least] = [place, covered];
    if (covered === 0) break;
  }
  return best;
}

/** Width of a text without a browser: han characters are square, others about half of it. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += /[⺀-鿿豈-﫿＀-｠　-〿]/u.test(character) ? 1 : 0.56;
  return width * size;
}

/** A text cut to a width, with an ellipsis where it was cut. */
export function cut(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth(kept + character + '…', size) > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The head of an arrow at the end of a way. */
export function arrowHead(way: Point[], size = 9): string {
  const to = way.at(-1);
  const from = way.at(-2);
  if (!to || !from) return '';
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const at = (turn: number) => `${(to.x - size * Math.cos(angle + turn)).toFixed(1)},${(to.y - size * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${to.x},${to.y} L${at(0.45)} L${at(-0.45)} Z`;
}
