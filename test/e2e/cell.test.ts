import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CellHome } from '../support/cell/cell-home.ts';
import { tellCellStory } from '../support/cell-story.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { tellFileStory } from '../support/file-story.ts';
import { describeIfMet } from '../support/requirements.ts';

/** Where pictures of the window go, if anybody wants them. */
const PICTURES = process.env.GHOSTSTACK_PICTURES;

describeIfMet(await electronRequirement(), 'a cell in Electron', () => {
  const suite = electronSuite();

  test('is founded and joined by clicks, holds messages for who is away, and has files fetched', async () => {
    const userFolder = await suite.userFolder();
    const bob = new CellHome(await suite.userFolder(), 'bob');
    try {
      const { app, window } = await suite.launch({ userFolder });
      const problems: string[] = [];
      window.on('pageerror', (error) => problems.push(error.message));
      const picture = async (name: string): Promise<void> => {
        if (!PICTURES) return;
        mkdirSync(PICTURES, { recursive: true });
        await window.screenshot({ path: join(PICTURES, `${name}.png`) });
      };
      await tellCellStory(window, bob, { picture });
      const folder = await suite.userFolder();
      await tellFileStory({ app, page: window, bob, folder, picture });
      expect(problems).toEqual([]);
    } finally {
      await bob.stop();
    }
  });
});
