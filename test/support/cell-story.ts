/** The story of a cell, told on the page of the one who founds it; the other side is a headless node. */
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { CellHome } from './cell/cell-home.ts';
import * as tour from './dashboard-tour.ts';
import { pollUntil } from './poll-until.ts';

const CELL = 'Maple Street';
const TEXTS = ['Bring the long ladder', 'And the rope', 'Thursday then'];
const STEP_LIMIT_MS = 30_000;

export interface Told {
  /** Called where a picture is worth taking. */
  readonly picture: (name: string) => Promise<void>;
}

/** alice founds, invites, compares, accepts; bob leaves; three messages wait, and arrive when bob is back. */
export async function tellCellStory(page: Page, bob: CellHome, { picture }: Told): Promise<void> {
  page.setDefaultTimeout(STEP_LIMIT_MS);
  await tour.makeKey(page, 'alice');
  await tour.foundCell(page, CELL);
  const link = await tour.invite(page);
  await picture('invite');
  await bob.run('init', '--name', 'bob');
  await bob.start();
  const joined = bob.run<{ admitted: boolean; name: string }>('join', link);
  await tour.acceptNewcomer(page, 'bob', () => picture('join-request'));
  expect(await joined).toMatchObject({ admitted: true, name: CELL });
  expect((await bob.members()).map(({ name }) => name)).toEqual(['alice', 'bob']);

  await tour.openConversation(page, 'bob');
  await bob.stop();
  await tour
    .mainPart(page)
    .getByText(/^Offline/)
    .first()
    .waitFor();
  for (const text of TEXTS) await tour.write(page, text);
  const article = (text: string) => tour.mainPart(page).getByRole('article').filter({ hasText: text });
  for (const text of TEXTS) await article(text).getByText('Queued, bob is offline').waitFor();
  await picture('waiting');
  await bob.start();
  for (const text of TEXTS) await article(text).getByText('Delivered').waitFor();
  const received = await pollUntil(
    () => bob.inbox(),
    (inbox) => inbox.length >= TEXTS.length,
  );
  expect(received.map(({ from, text }) => [from, text])).toEqual(TEXTS.map((text) => ['alice', text]));

  await tour.visit(page, 'Sync');
  await picture('sync');
  await tour.visit(page, 'Chain');
  await tour.verifyChain(page);
  await picture('chain');
}
