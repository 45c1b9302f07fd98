/** Numbers for as many lines as the text has. */
export const numbers = (text: string): string =>
  Array.from({ length: text.split('\n').length }, (_, at) => String(at + 1)).join('\n');

/** Where line `line` (from 1) begins and ends in the text; the last line where there are fewer. */
export const place = (text: string, line: number): [number, number] => {
  const lines = text.split('\n');
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[at]?.length ?? 0)];
};

/** A column of line numbers that scrolls with the text area in the box; follows `#L12`. */
export const number = (box: HTMLElement): void => {
  const area = box.querySelector('textarea');
  if (!area) return;
  const gutter = document.createElement('div');
  gutter.className = 'og-gutter';
  gutter.setAttribute('aria-hidden', 'true');
  box.prepend(gutter);
  const draw = (): void => {
    const said = numbers(area.value);
    if (gutter.textContent !== said) gutter.textContent = said;
    gutter.scrollTop = area.scrollTop;
  };
  const follow = (): void => {
    const found = /^#L(\d+)$/.exec(location.hash);
    if (!found) return;
    const line = Number(found[1]);
    area.focus();
    area.setSelectionRange(...place(area.value, line));
    const height = area.scrollHeight / area.value.split('\n').length;
    area.scrollTop = Math.max(0, (line - 6) * height);
    area.scrollIntoView({ block: 'center' });
  };
  area.addEventListener('input', draw);
  area.addEventListener('scroll', draw);
  addEventListener('hashchange', follow);
  draw();
  follow();
};
