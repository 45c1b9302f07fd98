// Moving over the drawing by finger, mouse, wheel and keys. bpmn-js leaves touch alone, so pointers are read here.
//
// On a page the drawing never traps who wants to scroll: one finger up and down scrolls the page (touch-action: pan-y),
// sideways moves the drawing, two fingers zoom and move it; the wheel zooms with Ctrl only. Once "move the drawing" is
// on, or the drawing fills the screen, one finger and the wheel are the drawing's alone.
import { clamp, pinch } from './geometry';
import type { Canvas, Point } from './viewer';

const STILL = 6; // pixels that a finger may tremble in a tap
const STEP = 60;

export interface Navigation {
  zoomBy(factor: number): void;
  setFree(free: boolean): void;
}

export function navigate(container: HTMLElement, canvas: () => Canvas | undefined, fit: () => void): Navigation {
  const pointers = new Map<number, Point>();
  let start: Point | undefined;
  let hasMoved = false;
  let isFree = false;

  const here = (event: { clientX: number; clientY: number }): Point => {
    const box = container.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const zoomBy = (factor: number, centre?: Point) => {
    const drawing = canvas();
    if (!drawing) return;
    const box = container.getBoundingClientRect();
    drawing.zoom(clamp(drawing.zoom() * factor), centre ?? { x: box.width / 2, y: box.height / 2 });
  };

  container.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if ((event.target as Element).closest('.bjs-powered-by')) return;
    if (pointers.size === 0) [start, hasMoved] = [here(event), false];
    pointers.set(event.pointerId, here(event));
  });
  container.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    const drawing = canvas();
    if (!before || !drawing) return;
    const now = here(event);
    const all = [...pointers.entries()];
    if (all.length === 1) {
      if (!hasMoved && start && Math.hypot(now.x - start.x, now.y - start.y) < STILL) return;
      if (!hasMoved) hold(event.pointerId);
      hasMoved = true;
      const isPages = event.pointerType === 'touch' && !isFree; // up and down is the page's
      drawing.scroll({ dx: now.x - before.x, dy: isPages ? 0 : now.y - before.y });
    } else {
      const [first, second] = all as [[number, Point], [number, Point]];
      const next = (one: [number, Point]): Point => (one[0] === event.pointerId ? now : one[1]);
      const said = pinch([first[1], second[1]], [next(first), next(second)]);
      hasMoved = true;
      drawing.scroll({ dx: said.dx, dy: said.dy });
      zoomBy(said.factor, said.centre);
    }
    pointers.set(event.pointerId, now);
  });
  const hold = (pointer: number) => {
    try {
      container.setPointerCapture(pointer);
    } catch {
      // a pointer that has just gone needs no holding
    }
  };
  for (const name of ['pointerup', 'pointercancel'] as const) {
    container.addEventListener(name, (event) => void pointers.delete(event.pointerId));
  }
  // Two fingers are the drawing's; the browser would zoom or scroll the page.
  container.addEventListener('touchmove', (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  // A drag is no click on what lies under its end.
  container.addEventListener('click', (event) => {
    if (hasMoved) event.stopPropagation();
    hasMoved = false;
  }, { capture: true });

  container.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey && !isFree) return;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), here(event));
  }, { passive: false });

  const keys: Record<string, () => void> = {
    ArrowLeft: () => canvas()?.scroll({ dx: STEP, dy: 0 }),
    ArrowRight: () => canvas()?.scroll({ dx: -STEP, dy: 0 }),
    ArrowUp: () => canvas()?.scroll({ dx: 0, dy: STEP }),
    ArrowDown: () => canvas()?.scroll({ dx: 0, dy: -STEP }),
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    '0': fit,
  };
  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  return {
    zoomBy,
    setFree: (free) => {
      isFree = free;
      container.classList.toggle('og-diagram-free', free);
    },
  };
}
