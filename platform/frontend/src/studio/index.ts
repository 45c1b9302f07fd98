// Studio pages: line numbers beside texts, `#L12` in the address puts the cursor there; boxes that files are dropped on.
import { drop } from './drop';
import { number } from './line-numbers';

for (const box of document.querySelectorAll<HTMLElement>('[data-og-editor]')) number(box);
for (const box of document.querySelectorAll<HTMLElement>('[data-og-drop]')) drop(box);
