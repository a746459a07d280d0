/** An operator at a window: types where the focus is, and every press of the mouse is counted by the page itself. */
import type { Locator, Page } from 'playwright';
import { pollUntil } from './poll-until.ts';

/** What comes before the focus may be a join between three apps on a busy machine. */
const FOCUS_LIMIT_MS = 45_000;

interface Counted {
  pressed?: number;
}

/** What has the focus now, by its label or its own words. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    const label = at instanceof HTMLInputElement ? at.labels?.[0] : at;
    return (label === document.body ? '' : (label?.textContent ?? '')).trim();
  });
}

export class OperatorHand {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** From now on; as long as the page is not loaded anew. */
  static async at(page: Page): Promise<OperatorHand> {
    await page.evaluate(() => {
      const counted = globalThis as Counted;
      counted.pressed = 0;
      addEventListener(
        'pointerdown',
        () => {
          counted.pressed = (counted.pressed ?? 0) + 1;
        },
        { capture: true },
      );
    });
    return new OperatorHand(page);
  }

  /** However they came about: `check` and `selectOption` of a test press the mouse, too. */
  async clicks(): Promise<number> {
    const pressed = await this.page.evaluate(() => (globalThis as Counted).pressed);
    if (pressed === undefined) throw new Error('The page was loaded anew: its clicks are not counted.');
    return pressed;
  }

  click(target: Locator): Promise<void> {
    return target.first().click();
  }

  /** Waits until the focus is in the field of that name; nobody clicked for it. */
  async focused(label: string): Promise<void> {
    await pollUntil(
      () => focusedName(this.page),
      (name) => name === label,
      FOCUS_LIMIT_MS,
    ).catch((cause: Error) => {
      throw new Error(`“${label}” does not get the focus: ${cause.message}`, { cause });
    });
  }

  /** Types into the field of that name, which has the focus by itself, and goes on with Enter. */
  async type(label: string, text: string): Promise<void> {
    await this.focused(label);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** The same from the clipboard. */
  async paste(label: string): Promise<void> {
    await this.focused(label);
    await this.page.keyboard.press('ControlOrMeta+v');
    await this.page.keyboard.press('Enter');
  }
}
