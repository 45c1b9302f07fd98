// The data behind a diagram, as platform/onegrid/web/layers/shape.py gives it; every word comes in the reader's language.
export type Sign = 'incident' | 'here' | 'error' | 'warning' | 'info' | 'back' | 'withdrawn' | 'passed' | 'standing';

export interface Fact { label: string; value: string; stored: boolean }
export interface Visit { title: string; facts: Fact[] }
export interface NodeData {
  name: string;
  sign: Sign;
  signs: Sign[];
  count: number;
  lines: string[];
  visits: Visit[];
  opens: string;
}
export interface Tab { id: string; name: string; url: string; state: 'here' | 'passed' | 'ahead'; word: string }
export interface ProblemLine {
  severity: 'error' | 'warning' | 'info';
  word: string;
  element: string;
  name: string;
  message: string;
  mend: string;
  line: number | null;
  code: string;
}
export interface DiagramData {
  layer: 'case' | 'check' | 'workflow' | 'plain';
  title: string;
  process: string;
  process_name: string;
  file_name: string;
  taken: string;
  bpmn: string;
  nodes: Record<string, NodeData>;
  flows: Record<string, number>;
  legend: { sign: Sign; word: string }[];
  processes: Tab[];
  problems: ProblemLine[];
  notes: string[];
}
