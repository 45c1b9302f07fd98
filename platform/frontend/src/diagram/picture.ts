// The drawing as a file: SVG with its marks inside and a heading, or the same painted as PNG. Nothing leaves the browser.
const AIR = 24;
const LINE = 26;
const LARGEST = 12000; // pixels a side that browsers still paint

export interface Picture { svg: string; width: number; height: number }

/** The saved drawing with white ground and a heading above it: what it is, and when it was taken. */
export function withHeading(svg: string, lines: string[]): Picture {
  const found = /viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"/.exec(svg);
  if (!found) throw new Error('the drawing has no viewBox');
  const [x, y, inner, tall] = found.slice(1).map(Number) as [number, number, number, number];
  const head = lines.length * LINE + AIR;
  const longest = Math.max(...lines.map((line) => line.length * 18), 0);
  const width = Math.ceil(Math.max(inner, Math.min(longest, 1200)) + 2 * AIR);
  const height = Math.ceil(tall + head + AIR);
  const [left, top] = [x - AIR, y - head];
  const texts = lines.map(
    (line, place) =>
      `<text x="${x}" y="${top + AIR + place * LINE}" font-family="system-ui, sans-serif" font-size="${place ? 14 : 18}" font-weight="${place ? 400 : 600}" fill="#1b222c">${escape(line)}</text>`,
  );
  const opened = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const body = svg.slice(svg.indexOf(opened) + opened.length);
  return {
    width,
    height,
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}">` +
      `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#fff"/>${texts.join('')}${body}`,
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

/** How much finer than drawn a picture may be painted. */
export function fineness(width: number, height: number): number {
  return Math.min(2, LARGEST / Math.max(width, height));
}

export async function asPng(picture: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
  await image.decode();
  const scale = fineness(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not painted'))), 'image/png'));
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
