import type { Page } from 'playwright';

/** Whatever the page says to anybody: its text, and what readers of attributes hear or see. */
export function pageStrings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = new Set<string>([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest('script, style, textarea')) said.add(node.textContent ?? '');
    }
    const attributes = [
      'title',
      'placeholder',
      'alt',
      'aria-label',
      'aria-description',
      'aria-roledescription',
      'aria-valuetext',
    ];
    for (const attribute of attributes) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        said.add(element.getAttribute(attribute) ?? '');
      }
    }
    return [...said].map((text) => text.trim()).filter(Boolean);
  });
}
