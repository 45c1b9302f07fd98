// Marks on the drawing: outlines, signs, counts, names and times. All of it is SVG with its own colours inside the
// drawing's layer, so that a saved picture shows the same; shape and word say it too, never colour alone.
import type { DiagramData, NodeData, Sign } from './data';
import { arrowHead, cut, freeSpot, textWidth } from './geometry';
import type { Box, Drawn, Shape } from './viewer';

const SPACE = 'http://www.w3.org/2000/svg';
const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
const SIZE = 11;

interface Look { stroke: string; fill: string; width: number; dash?: string; glyph: string }
const TICK = 'M-4,0 L-1,3 L4,-3';
const BANG = 'M0,-4.5 L0,1 M0,4 L0,4.5';
export const LOOKS: Record<Sign, Look> = {
  here: { stroke: '#1d5fc4', fill: '#1d5fc4', width: 4, glyph: 'M-2.5,-4 L4,0 L-2.5,4 Z' },
  passed: { stroke: '#146c37', fill: '#146c37', width: 2, glyph: TICK },
  back: { stroke: '#8a5300', fill: '#8a5300', width: 2.5, glyph: 'M4,3 L4,-1 L-3,-1 M0,-4 L-3.5,-1 L0,2' },
  withdrawn: { stroke: '#5b6472', fill: '#5b6472', width: 2, dash: '6 4', glyph: 'M-3,-3 L3,3 M3,-3 L-3,3' },
  incident: { stroke: '#b3261e', fill: '#b3261e', width: 4, glyph: BANG },
  error: { stroke: '#b3261e', fill: '#b3261e', width: 4, glyph: BANG },
  warning: { stroke: '#8a5300', fill: '#8a5300', width: 3, dash: '8 3', glyph: BANG },
  info: { stroke: '#46505d', fill: '#46505d', width: 2, dash: '3 3', glyph: 'M0,-1 L0,4 M0,-4.5 L0,-4' },
  standing: { stroke: '#1d5fc4', fill: '#1d5fc4', width: 3, glyph: 'M-2.5,-4 L4,0 L-2.5,4 Z' },
};

/** Put everything on; what was there before is taken away. */
export function mark(drawn: Drawn, data: DiagramData): void {
  const layer = drawn.canvas.getActiveLayer();
  layer.querySelector('.og-marks')?.remove();
  const group = make('g', { class: 'og-marks', 'pointer-events': 'none' });
  const taken = [...drawn.labels()];
  const flows = make('g', {});
  for (const [id, count] of Object.entries(data.flows)) flows.append(...way(drawn.find(id), count));
  group.append(flows);
  for (const [id, node] of Object.entries(data.nodes)) {
    const shape = drawn.find(id);
    if (!shape || shape.waypoints) {
      if (shape?.waypoints) group.append(...wayMark(shape, node));
      continue;
    }
    group.append(outline(shape, node.sign));
    group.append(...signs(shape, node, taken));
  }
  for (const [id, node] of Object.entries(data.nodes)) {
    const shape = drawn.find(id);
    if (shape && !shape.waypoints && node.lines.length) group.append(...label(shape, node, taken));
  }
  layer.append(group);
}

function way(shape: Shape | undefined, count: number): SVGElement[] {
  if (!shape?.waypoints) return [];
  const points = shape.waypoints.map((point) => `${point.x},${point.y}`).join(' ');
  const look = LOOKS.passed;
  const line = make('polyline', { points, fill: 'none', stroke: look.stroke, 'stroke-width': count > 1 ? 4.5 : 3, 'stroke-linejoin': 'round' });
  return [line, make('path', { d: arrowHead(shape.waypoints, count > 1 ? 12 : 10), fill: look.stroke })];
}

function wayMark(shape: Shape, node: NodeData): SVGElement[] {
  const look = LOOKS[node.sign];
  const points = (shape.waypoints ?? []).map((point) => `${point.x},${point.y}`).join(' ');
  const line = make('polyline', { points, fill: 'none', stroke: look.stroke, 'stroke-width': look.width, ...(look.dash ? { 'stroke-dasharray': look.dash } : {}) });
  const at = shape.waypoints?.[Math.floor((shape.waypoints.length - 1) / 2)];
  return at ? [line, sign(at.x, at.y, node.sign)] : [line];
}

function outline(shape: Shape, name: Sign): SVGElement {
  const look = LOOKS[name];
  const drawnAs = { fill: look.fill, 'fill-opacity': name === 'passed' ? 0.08 : 0.13, stroke: look.stroke, 'stroke-width': look.width, ...(look.dash ? { 'stroke-dasharray': look.dash } : {}) };
  const { x, y, width, height } = shape;
  const air = 1 + look.width / 2;
  if (shape.type.endsWith('Gateway')) {
    const points = [[x + width / 2, y - air], [x + width + air, y + height / 2], [x + width / 2, y + height + air], [x - air, y + height / 2]];
    return make('polygon', { points: points.map((point) => point.join(',')).join(' '), ...drawnAs });
  }
  if (shape.type.endsWith('Event')) {
    return make('circle', { cx: x + width / 2, cy: y + height / 2, r: width / 2 + air, ...drawnAs });
  }
  return make('rect', { x: x - air, y: y - air, width: width + 2 * air, height: height + 2 * air, rx: 11, ...drawnAs });
}

/** At the corners, off the words of the drawing: the signs left, how often right. */
function signs(shape: Shape, node: NodeData, taken: Box[]): SVGElement[] {
  const shown = node.sign === 'standing' ? [] : node.signs.filter((one) => one !== 'passed' || node.signs.length === 1);
  const found: SVGElement[] = [];
  if (shown.length) {
    const box = freeSpot(corners(shape, 18 * shown.length, 18, ['nw', 'sw', 'ne', 'se']), taken);
    taken.push(box);
    found.push(...shown.map((one, place) => sign(box.x + 9 + place * 18, box.y + 9, one)));
  }
  if (node.count > 1 && node.sign !== 'standing') {
    const text = `×${node.count}`;
    const box = freeSpot(corners(shape, textWidth(text, 12) + 12, 18, ['ne', 'se', 'sw', 'nw']), taken);
    taken.push(box);
    found.push(pill(box, text, LOOKS[node.sign].stroke));
  }
  return found;
}

/** Places for something small on the outline: the corners of a box, the slopes of a diamond. */
function corners(shape: Shape, width: number, height: number, order: string[]): Box[] {
  const inset = shape.type.endsWith('Gateway') ? shape.width * 0.18 : 0;
  return order.map((corner) => ({
    x: (corner.endsWith('w') ? shape.x + inset : shape.x + shape.width - inset) - width / 2,
    y: (corner.startsWith('n') ? shape.y + inset : shape.y + shape.height - inset) - height / 2,
    width,
    height,
  }));
}

function sign(x: number, y: number, name: Sign): SVGElement {
  const group = make('g', { transform: `translate(${x},${y})` });
  const isSolid = LOOKS[name].glyph.endsWith('Z');
  group.append(
    make('circle', { r: 8.5, fill: LOOKS[name].fill, stroke: '#fff', 'stroke-width': 1.5 }),
    make('path', { d: LOOKS[name].glyph, fill: isSolid ? '#fff' : 'none', stroke: '#fff', 'stroke-width': isSolid ? 0 : 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }),
  );
  return group;
}

function pill(box: Box, text: string, colour: string): SVGElement {
  const group = make('g', { transform: `translate(${box.x},${box.y})` });
  group.append(
    make('rect', { width: box.width, height: box.height, rx: 9, fill: '#fff', stroke: colour, 'stroke-width': 1.5 }),
    words(box.width / 2, 13, text, { 'font-size': 12, 'font-weight': 700, fill: colour }),
  );
  return group;
}

/** Names and times below the node, below its own label where that lies outside. */
function label(shape: Shape, node: NodeData, taken: Box[]): SVGElement[] {
  const most = Math.max(shape.width + 16, 104);
  const lines = node.lines.filter(Boolean).map((line) => cut(line, SIZE, most - 10));
  const box = freeSpot(labelBoxes(shape, lines), taken);
  taken.push(box);
  const strong = node.sign === 'here' || node.sign === 'standing' || node.sign === 'incident';
  const colour = strong ? LOOKS[node.sign].stroke : '#8a94a3';
  const found: SVGElement[] = [
    make('rect', { ...box, rx: 4, fill: strong ? colour : '#fff', stroke: colour, 'stroke-width': 1 }),
  ];
  lines.forEach((line, place) => {
    found.push(words(box.x + box.width / 2, box.y + 12 + place * 13, line, { 'font-size': SIZE, fill: strong ? '#fff' : '#1b222c', 'font-weight': place === 0 && lines.length > 1 ? 600 : 400 }));
  });
  return found;
}

function labelBoxes(shape: Shape, lines: string[]): Box[] {
  const width = Math.max(...lines.map((line) => textWidth(line, SIZE))) + 10;
  const height = lines.length * 13 + 4;
  const outer = shape.labels?.[0];
  const middle = shape.x + shape.width / 2 - width / 2;
  const bottom = shape.y + shape.height;
  if (shape.width >= 60) return [{ x: middle, y: bottom - 7, width, height }];
  const below = { x: middle, y: bottom + 5, width, height };
  const above = { x: middle, y: shape.y - height - 5, width, height };
  return outer ? [below, { x: outer.x + outer.width / 2 - width / 2, y: outer.y + outer.height + 2, width, height }, above] : [below, above];
}

function words(x: number, y: number, text: string, more: Record<string, string | number>): SVGElement {
  const element = make('text', { x, y, 'text-anchor': 'middle', 'font-family': FONT, ...more });
  element.textContent = text;
  return element;
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
