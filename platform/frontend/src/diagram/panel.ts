// What is told beside the drawing: a node's visits, tabs of processes, problems, legend, notes. Text only, never markup.
import type { DiagramData, NodeData } from './data';
import { LOOKS } from './marks';

const SPACE = 'http://www.w3.org/2000/svg';

export function tell(panel: HTMLElement, node: NodeData, words: Record<string, string>, open?: () => void): void {
  const heading = create('h2');
  heading.append(stored(node.name));
  panel.replaceChildren(heading);
  const signs = create('p', 'og-diagram-signs');
  signs.append(...node.signs.map((sign) => signed(sign, words[sign] ?? '')));
  if (node.count > 1 && node.sign !== 'standing') signs.append(text('span', `×${node.count}`, 'og-diagram-times'));
  panel.append(signs);
  if (open) {
    const button = text('button', words['open'] ?? '', 'btn') as HTMLButtonElement;
    button.type = 'button';
    button.addEventListener('click', open);
    panel.append(button);
  }
  for (const visit of node.visits) {
    panel.append(text('h3', visit.title));
    if (!visit.facts.length) continue;
    const list = create('dl');
    for (const fact of visit.facts) {
      const value = create('dd');
      value.append(fact.stored ? stored(fact.value) : fact.value);
      list.append(text('dt', fact.label), value);
    }
    panel.append(list);
  }
  panel.hidden = false;
}

export function tabs(place: HTMLElement, data: DiagramData, open: (url: string) => void): void {
  place.replaceChildren();
  place.hidden = data.processes.length < 2;
  for (const tab of data.processes) {
    const button = create('button', `og-diagram-tab og-diagram-tab-${tab.state}`) as HTMLButtonElement;
    button.type = 'button';
    button.setAttribute('aria-pressed', String(tab.id === data.process));
    button.append(stored(tab.name), text('small', tab.word));
    button.addEventListener('click', () => open(tab.url));
    place.append(button);
  }
}

export function problems(place: HTMLElement, data: DiagramData, focus: (element: string) => boolean): void {
  place.replaceChildren();
  place.hidden = data.problems.length === 0;
  for (const one of data.problems) {
    const row = create('li');
    const head = create(one.element ? 'button' : 'div', 'og-diagram-problem');
    head.append(signed(one.severity, one.word), ' ', stored(one.name));
    if (one.element) {
      (head as HTMLButtonElement).type = 'button';
      head.addEventListener('click', () => focus(one.element));
    }
    const said = create('p');
    said.append(stored(one.message));
    const mend = create('p', 'text-secondary');
    mend.append(stored(one.mend));
    row.append(head, said, mend);
    place.append(row);
  }
}

export function legend(place: HTMLElement, data: DiagramData): void {
  place.replaceChildren(
    ...data.legend.map(({ sign, word }) => {
      const row = create('li');
      row.append(signed(sign, word));
      return row;
    }),
  );
  place.hidden = data.legend.length === 0;
}

export function notes(place: HTMLElement, data: DiagramData): void {
  place.replaceChildren(...data.notes.map((note) => text('p', note)));
}

function signed(sign: keyof typeof LOOKS, word: string): HTMLElement {
  const found = create('span', 'og-diagram-sign');
  const look = LOOKS[sign];
  const picture = document.createElementNS(SPACE, 'svg');
  picture.setAttribute('viewBox', '-9 -9 18 18');
  picture.setAttribute('aria-hidden', 'true');
  const circle = document.createElementNS(SPACE, 'circle');
  circle.setAttribute('r', '8.5');
  circle.setAttribute('fill', look.fill);
  const glyph = document.createElementNS(SPACE, 'path');
  glyph.setAttribute('d', look.glyph);
  glyph.setAttribute('stroke', '#fff');
  glyph.setAttribute('stroke-width', '1.8');
  glyph.setAttribute('fill', look.glyph.endsWith('Z') ? '#fff' : 'none');
  picture.append(circle, glyph);
  found.append(picture, word);
  return found;
}

function stored(value: string): HTMLElement {
  const found = text('span', value);
  found.setAttribute('data-stored', '');
  return found;
}

function text(name: string, value: string, className?: string): HTMLElement {
  const found = create(name, className);
  found.textContent = value;
  return found;
}

function create(name: string, className?: string): HTMLElement {
  const found = document.createElement(name);
  if (className) found.className = className;
  return found;
}
