// Studio pages: line numbers beside texts, and `#L12` in the address puts the cursor there.
import { number } from './line-numbers';

for (const box of document.querySelectorAll<HTMLElement>('[data-og-editor]')) number(box);
