/** `1.5 KB` as people read sizes; the page's language decides the words around it. */
export const size = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** A box around a file field: files may be dropped on it, and those chosen are listed. Without it the field works alone. */
export const drop = (box: HTMLElement): void => {
  const field = box.querySelector<HTMLInputElement>('input[type=file]');
  const list = box.querySelector<HTMLElement>('[data-part="list"]');
  const hint = box.querySelector<HTMLElement>('[data-part="hint"]');
  if (!field || !list) return;
  if (hint) hint.hidden = false;
  const tell = () => {
    list.replaceChildren(
      ...Array.from(field.files ?? [], (file) => {
        const line = document.createElement('li');
        line.dataset['stored'] = '';
        line.textContent = `${file.name} · ${size(file.size)}`;
        return line;
      }),
    );
    list.hidden = list.childElementCount === 0;
  };
  const over = (on: boolean) => box.classList.toggle('og-drop-over', on);
  box.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    over(true);
  });
  box.addEventListener('dragleave', (event) => box.contains(event.relatedTarget as Node | null) || over(false));
  box.addEventListener('drop', (event) => {
    over(false);
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    tell();
  });
  field.addEventListener('change', tell);
  tell();
};
