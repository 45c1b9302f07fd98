// Pictures and files go up at once, with progress; the form only names them.
import { token } from './draft';
import { say, type Words } from './words';

interface Uploaded {
  key: string;
  name: string;
  media_type: string;
}

export class Uploads {
  static pending = 0;
  private readonly name: string;
  private readonly held: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly progress: HTMLElement;

  constructor(private readonly box: HTMLElement, private readonly form: HTMLFormElement | null, private readonly words: Words, private readonly changed: () => void) {
    this.input = box.querySelector<HTMLInputElement>('input[type="file"]')!;
    this.name = this.input.name.replace(/\.new$/, '');
    this.held = box.querySelector<HTMLElement>('[data-og-held]')!;
    this.progress = box.querySelector<HTMLElement>('[data-og-progress]')!;
    this.input.addEventListener('change', (event) => {
      event.stopPropagation();
      const files = [...(this.input.files ?? [])];
      this.input.value = '';
      void this.take(files);
    });
    this.held.addEventListener('click', (event) => this.remove(event));
    for (const button of box.querySelectorAll<HTMLElement>('[data-og-remove]')) button.hidden = false;
    this.count();
  }

  async take(files: File[]): Promise<void> {
    for (const past of this.progress.querySelectorAll('.og-field-error')) past.remove();
    for (const file of files) {
      if (this.full()) {
        this.complain(say(this.words['tooMany'], { most: this.most() }));
        break;
      }
      await this.send(file);
    }
  }

  private most(): number {
    return Number(this.box.dataset['most'] ?? 1);
  }

  private keys(): string[] {
    return [...this.held.querySelectorAll<HTMLInputElement>('input[type="hidden"]')].map((one) => one.value);
  }

  private full(): boolean {
    return this.keys().length >= this.most();
  }

  private send(file: File): Promise<void> {
    const line = document.createElement('div');
    const said = document.createElement('span');
    const bar = document.createElement('progress');
    bar.max = 100;
    bar.setAttribute('aria-label', file.name);
    line.append(said, bar);
    this.progress.append(line);
    const told = (percent: number): void => {
      bar.value = percent;
      said.textContent = say(this.words['uploading'], { name: file.name, percent });
    };
    told(0);
    Uploads.pending += 1;
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open('POST', this.box.dataset['address']!);
      request.setRequestHeader('X-CSRFToken', token(this.form));
      request.upload.addEventListener('progress', (event) => event.lengthComputable && told(Math.round((event.loaded / event.total) * 100)));
      request.addEventListener('loadend', () => {
        Uploads.pending -= 1;
        line.remove();
        if (request.status === 201) this.add(JSON.parse(request.responseText) as Uploaded);
        else this.complain(`${say(this.words['notUploaded'], { name: file.name })} ${reason(request.responseText)}`);
        done();
      });
      const body = new FormData();
      body.append('file', file);
      request.send(body);
    });
  }

  private add(found: Uploaded): void {
    if (this.keys().includes(found.key)) return;
    const place = `${this.box.dataset['address']}${found.key}/content/`;
    const line = document.createElement('li');
    if (found.media_type.startsWith('image/')) {
      const picture = document.createElement('img');
      picture.src = place;
      picture.alt = found.name;
      picture.dataset['stored'] = '';
      line.append(picture);
    } else {
      const link = document.createElement('a');
      link.href = place;
      link.textContent = found.name;
      link.dataset['stored'] = '';
      line.append(link);
    }
    const kept = document.createElement('input');
    kept.type = 'hidden';
    kept.name = this.name;
    kept.value = found.key;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'og-form-remove';
    button.dataset['ogRemove'] = '';
    button.textContent = '✕';
    button.setAttribute('aria-label', say(this.words['remove'], { name: found.name }));
    button.dataset['stored'] = '';
    line.append(kept, button);
    this.held.append(line);
    this.settle();
  }

  private remove(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest('[data-og-remove]') : null;
    if (!button) return;
    button.closest('li')!.remove();
    this.settle();
    this.input.focus();
  }

  private settle(): void {
    this.count();
    this.changed();
  }

  private count(): void {
    const told = this.box.querySelector('[data-og-count]');
    if (told && this.most() > 1) told.textContent = say(this.words['count'], { count: this.keys().length, most: this.most() });
    this.box.classList.toggle('og-form-full', this.full());
  }

  private complain(text: string): void {
    const line = document.createElement('p');
    line.className = 'og-field-error';
    line.textContent = text;
    this.progress.append(line);
  }
}

function reason(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error: { message: { zh: string; en: string }; mend: { zh: string; en: string } } };
    const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
    return `${error.message[language]} ${error.mend[language]}`;
  } catch {
    return '';
  }
}
