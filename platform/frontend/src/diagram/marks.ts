// Marks on the drawing: outlines, signs, counts, names and times. All of it is SVG with its own colours inside the
// drawing's layer, so that a saved picture shows the same; shape and word say it too, never colour alone.
import type { DiagramData, NodeData, Sign } from './data';
import { arrowHead, cut, textWidth } from './geometry';
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
    group.append(...signs(shape, node));
  }
  for (const [id, node] of Object.entries(data.nodes)) {
    const shape = drawn.find(id);
    if (shape && !shape.waypoints && node.lines.length) group.append(...label(shape, node));
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

/** In the upper corners: the signs left, how often right. */
function signs(shape: Shape, node: NodeData): SVGElement[] {
  const shown = node.sign === 'standing' ? [] : node.signs.filter((one) => one !== 'passed' || node.signs.length === 1);
  const found: SVGElement[] = shown.map((one, place) => sign(shape.x + 2 + place * 19, shape.y - 2, one));
  if (node.count > 1 && node.sign !== 'standing') found.push(pill(shape.x + shape.width, shape.y - 2, `×${node.count}`, LOOKS[node.sign].stroke));
  return found;
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

function pill(x: number, y: number, text: string, colour: string): SVGElement {
  const width = textWidth(text, 12) + 12;
  const group = make('g', { transform: `translate(${x - width / 2},${y - 9})` });
  group.append(
    make('rect', { width, height: 18, rx: 9, fill: '#fff', stroke: colour, 'stroke-width': 1.5 }),
    words(width / 2, 13, text, { 'font-size': 12, 'font-weight': 700, fill: colour }),
  );
  return group;
}

/** Names and times below the node, below its own label where that lies outside. */
function label(shape: Shape, node: NodeData): SVGElement[] {
  const most = Math.max(shape.width + 16, 104);
  const lines = node.lines.filter(Boolean).map((line) => cut(line, SIZE, most - 10));
  const box = labelBox(shape, lines);
  const strong = node.sign === 'here' || node.sign === 'standing' || node.sign === 'incident';
  const colour = strong ? LOOKS[node.sign].stroke : '#8a94a3';
  const found: SVGElement[] = [
    make('rect', { ...box, rx: 4, fill: strong ? colour : '#fff', 'fill-opacity': strong ? 1 : 0.94, stroke: colour, 'stroke-width': 1 }),
  ];
  lines.forEach((line, place) => {
    found.push(words(box.x + box.width / 2, box.y + 12 + place * 13, line, { 'font-size': SIZE, fill: strong ? '#fff' : '#1b222c', 'font-weight': place === 0 ? 600 : 400 }));
  });
  return found;
}

function labelBox(shape: Shape, lines: string[]): Box {
  const width = Math.max(...lines.map((line) => textWidth(line, SIZE))) + 10;
  const outer = shape.labels?.[0];
  const isSmall = shape.width < 60;
  const isBelow = isSmall && outer !== undefined && outer.y >= shape.y + shape.height / 2;
  const y = isBelow ? outer.y + outer.height + 2 : shape.y + shape.height + (isSmall ? 4 : -7);
  const middle = isBelow ? outer.x + outer.width / 2 : shape.x + shape.width / 2;
  return { x: middle - width / 2, y, width, height: lines.length * 13 + 4 };
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
