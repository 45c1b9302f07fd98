// The page's words come from the server, in its language.
export type Words = Record<string, string>;

export function words(root: ParentNode): Words {
  const found = root.querySelector<HTMLElement>('[data-og-words]')?.dataset ?? {};
  return Object.fromEntries(Object.entries(found).map(([name, text]) => [name, text ?? '']));
}

export function say(text: string | undefined, facts: Record<string, string | number> = {}): string {
  return (text ?? '').replace(/\{(\w+)\}/g, (_all, name: string) => String(facts[name] ?? ''));
}
