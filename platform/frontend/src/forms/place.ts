// The device's own position, put into the fields that anybody may also fill by hand.
import { say, type Words } from './words';

export function place(box: HTMLElement, words: Words, changed: () => void): void {
  const button = box.querySelector<HTMLButtonElement>('[data-og-locate]')!;
  const told = box.querySelector<HTMLElement>('[data-og-located]')!;
  if (!('geolocation' in navigator)) return;
  button.hidden = false;
  const put = (part: string, value: number, digits: number): void => {
    box.querySelector<HTMLInputElement>(`[name$=".${part}"]`)!.value = value.toFixed(digits);
  };
  button.addEventListener('click', () => {
    told.textContent = say(words['locating']);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        put('lon', coords.longitude, 6);
        put('lat', coords.latitude, 6);
        put('accuracy', coords.accuracy, 0);
        told.textContent = say(words['located'], { metres: Math.round(coords.accuracy) });
        changed();
      },
      () => (told.textContent = say(words['notLocated'])),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}
