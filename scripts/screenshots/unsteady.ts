/** The parts of a page that are others with every run, whatever it shows: keys, hashes, ports, seconds, what is drawn from them. */
import type { Page } from 'playwright';
import type { Area } from './differs.ts';

/** Run in the page. Figures of a brain that felt the same things in another order differ a little, too. */
const FIND = `(() => {
  const texts = [
    /did:[a-z]+:[\\w.:]+|Qm\\w{2,}…?\\w*|z6\\w{6,}/g,
    /\\b[0-9a-f]{4}(?:[ \\u00a0…]+[0-9a-f]{4})+\\b|\\b[0-9a-f]{8,}\\b/g,
    /\\/tcp\\/\\d+/g,
    /\\b\\d\\d:\\d\\d:\\d\\d\\b|\\b\\d+ s\\b|Next try [^.]+/g,
    /\\b(?:alice|bob|carol|dave|erin|frank) \\d+\\b|\\b\\d+ receipts?\\b/g,
    /\\b\\d\\.\\d{2,3}\\b|\\d+ %|cycle \\d+|\\d+ remembered|today \\d+/g,
    /ghoststack:\\/\\/\\S+/g,
  ];
  const drawn = [
    'canvas', '[aria-label^="Six words"]', '[aria-label*="QR"]', '[aria-label^="Graph of"]',
    '[aria-label^="Mood"]', '[aria-label^="Items that went"]',
  ].join();
  // What was written in pieces is read in one; the page is not used after this.
  document.body.normalize();
  const areas = [];
  const add = ({ x, y, width, height }) => areas.push({ x: x - 4, y: y - 2, width: width + 8, height: height + 4 });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const text of texts) {
      for (const match of node.data.matchAll(text)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        for (const rect of range.getClientRects()) add(rect);
      }
    }
  }
  for (const one of document.querySelectorAll(drawn)) add(one.getBoundingClientRect());
  return areas;
})()`;

export function unsteadyAreas(page: Page): Promise<Area[]> {
  return page.evaluate<Area[]>(FIND);
}
