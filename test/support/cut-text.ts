/** Finds text that a page does not show whole: what is cut at its sides, and what must be scrolled sideways for. */
import type { Page } from 'playwright';

/**
 * One line for each text that ends outside of what holds it. An ellipsis counts as whole where a `title` says the rest;
 * what is hidden for screen readers only is left alone.
 */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Rounding, and strokes of letters that stand out of their boxes. */
    const SLACK = 1.5;
    const found: string[] = [];
    const side = document.documentElement.scrollWidth - window.innerWidth;
    if (side > 0) found.push(`the page scrolls sideways by ${side} px`);
    const holdsInline = (style: CSSStyleDeclaration) => style.overflowX !== 'visible';

    /** Where it is cut, or null. */
    const cutBy = (rect: DOMRect, parent: Element): string | null => {
      let { left, right } = rect;
      for (let holder: Element | null = parent; holder; holder = holder.parentElement) {
        const style = getComputedStyle(holder);
        const box = holder.getBoundingClientRect();
        if (style.clipPath !== 'none' || (box.width <= 1 && holdsInline(style))) return null;
        if (style.position === 'fixed') break;
        if (!holdsInline(style)) continue;
        const inner = holder instanceof SVGElement ? box : clientBox(holder, box);
        if (left >= inner.left - SLACK && right <= inner.right + SLACK) continue;
        const shortened = style.textOverflow === 'ellipsis' && holder.closest('[title]') !== null;
        if (!shortened) return `${holder.tagName.toLowerCase()}.${holder.getAttribute('class') ?? ''}`;
        left = Math.max(left, inner.left);
        right = Math.min(right, inner.right);
      }
      return left < -SLACK || right > window.innerWidth + SLACK ? 'the window' : null;
    };

    const clientBox = (holder: Element, box: DOMRect) => {
      const left = box.left + holder.clientLeft;
      return { left, right: left + holder.clientWidth };
    };

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim();
      if (!parent || !text || !parent.checkVisibility({ visibilityProperty: true })) continue;
      if (parent.closest('script, style, option')) continue;
      const range = document.createRange();
      // Word by word: spaces at a line's end may hang out of it.
      for (const word of (node.textContent ?? '').matchAll(/\S+/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const by = Array.from(range.getClientRects(), (rect) => cutBy(rect, parent)).find(Boolean);
        if (!by) continue;
        found.push(`“${word[0]}” of “${text.slice(0, 40)}” is cut by ${by}`);
        break;
      }
    }
    return found;
  });
}
