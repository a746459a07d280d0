/** Takes one picture of a member's dashboard, as the moment of the story shows it. */
import type { Browser } from 'playwright';
import { CATALOGUES } from '../../shared/words/catalogues.ts';
import { customsOf, type Language } from '../../shared/words/language.ts';
import { pollUntil } from '../../test/support/poll-until.ts';
import { LAST_LOOK, NOW, type Street } from '../../test/support/street/street.ts';
import { type Kept, keepPicture } from './picture-book.ts';
import type { Shot } from './shots.ts';
import { unsteadyAreas } from './unsteady.ts';

const WIDE = { width: 1440, height: 900 };

/** Says whether it was written into the folder. */
export async function takePicture(
  browser: Browser,
  street: Street,
  shot: Shot,
  folder: string,
  language: Language = 'en',
): Promise<Kept> {
  const { name, of = 'alice', hash = '', size = WIDE, dark = false, before, act } = shot;
  const member = street.members[of];
  await before?.(member);
  const context = await browser.newContext({
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: customsOf(language),
  });
  try {
    const page = await context.newPage();
    await page.clock.setFixedTime(NOW);
    await page.addInitScript((ms) => localStorage.setItem('ghoststack.lastLookMs', ms), String(+LAST_LOOK));
    await page.goto(member.link());
    await page.getByRole('heading', { level: 1 }).waitFor();
    const where = typeof hash === 'string' ? hash : hash(street);
    if (where) await page.evaluate((to) => location.assign(`#/${to}`), where);
    await page.waitForLoadState('networkidle');
    // A call that is being made is over at another moment in every run.
    await pollUntil(
      () => member.node.peers().some(({ link }) => link.state === 'connecting'),
      (isCalling) => !isCalling,
    );
    await act?.(page, (key) => CATALOGUES[language][key]);
    await page.evaluate(() => document.fonts.ready);
    const picture = await page.screenshot({ animations: 'disabled' });
    return keepPicture(folder, name, picture, await unsteadyAreas(page));
  } finally {
    await context.close();
  }
}
