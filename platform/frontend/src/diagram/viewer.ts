// The little of bpmn-js that is used, with types; loaded only when a drawing is about to be seen.
import Viewer from 'bpmn-js/lib/Viewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';

export interface Box { x: number; y: number; width: number; height: number }
export interface Point { x: number; y: number }
export interface Shape extends Box {
  id: string;
  type: string;
  waypoints?: Point[];
  labels?: Shape[];
  parent?: Shape;
  businessObject?: { processRef?: { id: string } };
}
export interface Canvas {
  zoom(scale: number | 'fit-viewport', centre?: Point | 'auto'): number;
  zoom(): number;
  scroll(by: { dx: number; dy: number }): void;
  viewbox(): Box & { inner: Box; outer: { width: number; height: number }; scale: number };
  viewbox(box: Box): void;
  resized(): void;
  getActiveLayer(): SVGGElement;
  getGraphics(element: string): SVGGElement;
}
interface Registry {
  get(id: string): Shape | undefined;
  filter(wanted: (element: Shape & { labelTarget?: Shape }) => boolean): Shape[];
}

export interface Drawn {
  canvas: Canvas;
  find(id: string): Shape | undefined;
  /** The pool of a process. */
  poolOf(process: string): string | undefined;
  /** Whether nothing at all stands on the canvas. */
  isBlank: boolean;
  /** Where the designer's own words stand outside their elements. */
  labels(): Box[];
  onClick(callback: (id: string) => void): void;
  svg(): Promise<string>;
  destroy(): void;
}

const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/** Draws the designer's file as it is. Rejects where there is nothing to draw. */
export async function draw(container: HTMLElement, bpmn: string): Promise<Drawn> {
  const viewer = new Viewer({
    container,
    textRenderer: { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } },
  } as ConstructorParameters<typeof Viewer>[0]);
  try {
    await viewer.importXML(bpmn);
  } catch (fault) {
    viewer.destroy();
    throw fault;
  }
  // The mark of bpmn.io stays where it is and in its own words.
  container.querySelector('.bjs-powered-by')?.setAttribute('data-stored', '');
  const registry = viewer.get('elementRegistry') as Registry;
  return {
    canvas: viewer.get('canvas') as Canvas,
    // The plane itself, which bears the id of a process, has no place to mark.
    find: (id) => {
      const found = registry.get(id);
      return found && (found.waypoints || Number.isFinite(found.x)) ? found : undefined;
    },
    poolOf: (process) => registry.filter((element) => element.businessObject?.processRef?.id === process)[0]?.id,
    isBlank: registry.filter((element) => Boolean(element.parent)).length === 0,
    labels: () => registry.filter((element) => Boolean(element.labelTarget)),
    onClick: (callback) => viewer.on('element.click', (event: { element: Shape }) => callback(event.element.id.replace(/_label$/, ''))),
    svg: async () => (await viewer.saveSVG()).svg,
    destroy: () => viewer.destroy(),
  };
}
