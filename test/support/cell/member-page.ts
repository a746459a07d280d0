/** The dashboards of members whose nodes run in the test's own process, in a browser: a page each, in English. */
import type { Browser, Page } from 'playwright';
import type { StreetMember } from '../street/street-member.ts';

export async function openMemberPage(browser: Browser, member: StreetMember): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.goto(member.link());
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}
