// One drawing on a page: fetches its data, draws, marks, and answers to its buttons.
import type { DiagramData } from './data';
import { around, fitWidth } from './geometry';
import { mark } from './marks';
import { navigate } from './navigate';
import { legend, notes, problems, tabs, tell } from './panel';
import { asPng, save, withHeading } from './picture';
import { type Drawn, draw } from './viewer';

const READABLE = 0.45; // below this scale nobody reads a node's name
const CLOSE = 0.75;

export async function start(root: HTMLElement): Promise<void> {
  const part = (name: string) => root.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  const container = part('canvas');
  const said = part('said');
  const word = (name: string) => root.dataset[`word${name[0]!.toUpperCase()}${name.slice(1)}`] ?? '';
  let drawn: Drawn | undefined;
  let data: DiagramData | undefined;
  let turn = 0;
  let shown = '';

  const view = () => ({ width: container.clientWidth, height: container.clientHeight });
  const fit = () => {
    if (!drawn || container.clientWidth === 0 || container.clientHeight === 0) return;
    const { inner } = drawn.canvas.viewbox();
    drawn.canvas.viewbox(fitWidth(inner, view()));
  };
  const standing = () =>
    Object.entries(data?.nodes ?? {}).find(([id, node]) => (node.sign === 'here' || node.sign === 'incident') && drawn?.find(id))?.[0];
  /** Where to look for it; a flow has no box, so it is looked for where it begins. */
  const place = (id: string) => {
    const shape = drawn?.find(id);
    const first = shape?.waypoints?.[0];
    return first ? { x: first.x, y: first.y, width: 1, height: 1 } : shape;
  };
  const goTo = (id: string): boolean => {
    const box = place(id);
    if (!drawn || !box) return false;
    drawn.canvas.viewbox(around(box, view(), Math.max(drawn.canvas.zoom(), CLOSE)));
    return true;
  };
  const show = (id: string) => {
    container.classList.remove('og-diagram-whole');
    said.textContent = '';
    const node = data?.nodes[id];
    if (!node || !data) return;
    const words = Object.fromEntries(data.legend.map((one) => [one.sign, one.word]));
    const tab = data.processes.find((one) => one.id === node.opens);
    shown = id;
    tell(part('panel'), node, { ...words, open: word('open') }, tab && (() => void load(tab.url)));
    part('panel').scrollIntoView({ block: 'nearest' });
  };
  /** After the room has changed: what is looked at stays in sight, else the whole fits anew. */
  const keep = () => {
    const shape = place(shown);
    if (!drawn || !shape || part('panel').hidden) return fit();
    const seen = drawn.canvas.viewbox();
    const isInside = shape.x > seen.x && shape.y > seen.y && shape.x + shape.width < seen.x + seen.width && shape.y + shape.height < seen.y + seen.height;
    if (!isInside) drawn.canvas.viewbox(around(shape, view(), seen.scale));
  };
  const focus = (id: string): boolean => {
    if (!goTo(id)) return whole(id);
    show(id);
    drawn?.canvas.getGraphics(id).focus({ preventScroll: true });
    container.scrollIntoView({ block: 'nearest' });
    return true;
  };
  /** A process is no shape of its own: its pool is shown, else the whole drawing. */
  const whole = (id: string): boolean => {
    if (!drawn || !data?.nodes[id]) return false;
    show(id);
    const pool = drawn.poolOf(id);
    const target = pool && goTo(pool) ? drawn.canvas.getGraphics(pool) : container;
    if (target === container) fit();
    target.setAttribute('tabindex', target === container ? '0' : '-1');
    container.classList.add('og-diagram-whole');
    said.textContent = word('whole');
    target.focus({ preventScroll: true });
    container.scrollIntoView({ block: 'nearest' });
    return true;
  };
  const navigation = navigate(container, () => drawn?.canvas, fit);

  async function load(url: string | undefined): Promise<void> {
    const mine = ++turn;
    said.textContent = word('loading');
    let found: DiagramData | undefined;
    try {
      found = url ? await fetched(url) : inline(root);
      if (mine !== turn) return;
      await put(found);
      said.textContent = drawn?.isBlank && hasShapes(found) ? word('blank') : '';
    } catch (fault) {
      const isBlank = found !== undefined && hasShapes(found); // the file's own fault: to load it again would not help
      if (!isBlank) console.error(fault);
      if (mine === turn) said.textContent = word(isBlank ? 'blank' : 'failed');
    }
  }

  async function put(found: DiagramData): Promise<void> {
    data = found;
    tabs(part('tabs'), data, (url) => void load(url));
    problems(part('problems'), data, focus);
    legend(part('legend'), data);
    notes(part('notes'), data);
    part('panel').hidden = true;
    shown = '';
    drawn?.destroy();
    drawn = undefined;
    part('bar').hidden = true;
    drawn = await draw(container, data.bpmn);
    container.querySelector('.djs-container')?.setAttribute('data-stored', ''); // what designers wrote, in their language
    part('bar').hidden = false;
    mark(drawn, data);
    reach(drawn, data);
    drawn.onClick(show);
    part('where').hidden = standing() === undefined;
    settle();
    fit();
    const here = standing();
    if (here && drawn.canvas.zoom() < READABLE) goTo(here);
  }

  /** A flat drawing needs no tall canvas; the style sheet's height is the most. */
  function settle(): void {
    container.style.height = '';
    if (!drawn) return;
    const { inner } = drawn.canvas.viewbox();
    const needed = (inner.height + 80) * fitWidth(inner, view()).scale;
    if (!isPressed('full') && needed < container.clientHeight) container.style.height = `${Math.max(needed, 336)}px`;
    drawn.canvas.resized();
  }

  /** Marked nodes are reached with the Tab key and open with Enter. */
  function reach(to: Drawn, of: DiagramData): void {
    const words = Object.fromEntries(of.legend.map((one) => [one.sign, one.word]));
    for (const [id, node] of Object.entries(of.nodes)) {
      if (!to.find(id)) continue;
      const graphics = to.canvas.getGraphics(id);
      graphics.setAttribute('tabindex', '0');
      graphics.setAttribute('role', 'button');
      graphics.setAttribute('aria-label', [node.name, ...node.signs.map((sign) => words[sign]), node.count > 1 ? `×${node.count}` : ''].filter(Boolean).join(', '));
      graphics.setAttribute('data-stored', '');
      graphics.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        show(id);
      });
    }
  }

  const picture = async () => {
    if (!drawn || !data) throw new Error('nothing is drawn');
    const title = data.title === data.process_name ? data.title : `${data.title} · ${data.process_name}`;
    return withHeading(await drawn.svg(), [title, data.taken]);
  };
  const full = (on: boolean) => {
    root.classList.toggle('og-diagram-full', on);
    document.documentElement.classList.toggle('og-diagram-still', on);
    press('full', on);
    navigation.setFree(on || isPressed('free'));
    settle();
    fit();
    const here = standing();
    if (here && drawn && drawn.canvas.zoom() < READABLE) goTo(here);
  };
  const press = (name: string, on: boolean) => part(name).setAttribute('aria-pressed', String(on));
  const isPressed = (name: string) => part(name).getAttribute('aria-pressed') === 'true';
  const acts: Record<string, () => unknown> = {
    in: () => navigation.zoomBy(1.25),
    out: () => navigation.zoomBy(0.8),
    fit,
    where: () => {
      const here = standing();
      if (here) focus(here);
    },
    free: () => {
      press('free', !isPressed('free'));
      navigation.setFree(isPressed('free') || isPressed('full'));
    },
    full: () => full(!isPressed('full')),
    svg: async () => save(new Blob([(await picture()).svg], { type: 'image/svg+xml' }), `${data?.file_name ?? 'diagram'}.svg`),
    png: async () => save(await asPng(await picture()), `${data?.file_name ?? 'diagram'}.png`),
  };
  for (const [name, act] of Object.entries(acts)) {
    part(name).addEventListener('click', async () => {
      try {
        await act();
      } catch (fault) {
        console.error(fault);
        said.textContent = word('failed');
      }
    });
  }
  root.addEventListener('keydown', (event) => event.key === 'Escape' && isPressed('full') && full(false));
  // Anything around the drawing (`data-og-diagram-scope`) that names an element brings it into sight: a finding, a row.
  const scope = root.closest<HTMLElement>('[data-og-diagram-scope]') ?? root;
  scope.addEventListener('click', (event) => {
    const asked = (event.target as Element).closest<HTMLElement>('[data-og-element]');
    if (!asked || !data) return;
    const { ogElement = '', ogProcess = '' } = asked.dataset;
    if (asked instanceof HTMLAnchorElement && (drawn?.find(ogElement) || data.nodes[ogElement])) event.preventDefault();
    const tab = data.processes.find((one) => one.id === ogProcess);
    if (tab && ogProcess !== data.process) void load(tab.url).then(() => focus(ogElement));
    else focus(ogElement);
  });
  if (root.hasAttribute('data-free')) acts['free']!();
  let width = container.clientWidth;
  new ResizeObserver(() => {
    drawn?.canvas.resized();
    if (container.clientWidth !== width && drawn && container.clientWidth > 0) keep();
    width = container.clientWidth;
  }).observe(container);
  await load(root.dataset['url']);
}

function hasShapes(found: DiagramData): boolean {
  return found.bpmn.includes('BPMNShape');
}

async function fetched(url: string): Promise<DiagramData> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as DiagramData;
}

function inline(root: HTMLElement): DiagramData {
  const found = root.querySelector('script[type="application/json"]');
  return JSON.parse(found?.textContent ?? '') as DiagramData;
}
