// A signature is drawn and then uploaded like any picture; who cannot draw uploads one.
import type { Uploads } from './uploads';

export function signature(box: HTMLElement, uploads: Uploads, name: string): void {
  const canvas = box.querySelector('canvas')!;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  box.hidden = false;
  let drawn = false;
  const at = (event: PointerEvent): [number, number] => {
    const place = canvas.getBoundingClientRect();
    return [((event.clientX - place.left) * canvas.width) / place.width, ((event.clientY - place.top) * canvas.height) / place.height];
  };
  const clear = (): void => {
    drawn = false;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { lineWidth: 3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#1b222c' });
  };
  clear();
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
    drawn = true;
  });
  box.querySelector('[data-og-sign="clear"]')!.addEventListener('click', clear);
  box.querySelector('[data-og-sign="keep"]')!.addEventListener('click', () => {
    if (!drawn) return;
    canvas.toBlob((picture) => {
      if (picture) void uploads.take([new File([picture], `${name}.png`, { type: 'image/png' })]).then(clear);
    }, 'image/png');
  });
}
