import type { Page } from 'playwright';

/** Whatever the page says to anybody: its text, and what readers of attributes hear or see. */
export function pageStrings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = new Set<string>([document.title]);
    for (const element of document.body.querySelectorAll('*')) {
      // What says of itself that it is not to be translated is the same in every language.
      if (element.closest('script, style, textarea, [translate="no"]')) continue;
      // Together: a page may put one word together from several pieces.
      const own = Array.from(element.childNodes).filter((node) => node.nodeType === Node.TEXT_NODE);
      said.add(own.map((node) => node.textContent).join(''));
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
