// A button that copies: only there where the browser can, and it says that it has.
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  const said = button.querySelector('span');
  const before = said?.textContent ?? '';
  if (!navigator.clipboard || !said) continue;
  button.hidden = false;
  said.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset['copy'] ?? '');
    said.textContent = button.dataset['copied'] ?? before;
    setTimeout(() => (said.textContent = before), 2000);
  });
}
