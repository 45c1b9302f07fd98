// A form is sent once: the second click on a slow line must not do the act twice.
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method === 'get') return;
  if (form.dataset['sent']) {
    event.preventDefault();
    return;
  }
  form.dataset['sent'] = 'yes';
  event.submitter?.setAttribute('aria-busy', 'true');
});

// Back from the cache of the browser, the form may be sent again.
window.addEventListener('pageshow', () => {
  for (const form of document.forms) {
    delete form.dataset['sent'];
    form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
  }
});
