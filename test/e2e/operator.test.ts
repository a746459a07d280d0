import { expect, test } from 'vitest';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { findAllAgain, makePeer, tellStory } from '../support/operator-story.ts';
import { describeIfMet } from '../support/requirements.ts';

describeIfMet(await electronRequirement(), 'an operator in Electron', () => {
  const suite = electronSuite();

  test('writes to an absent peer, sees it held and then delivered, runs the agent, and finds all again', async () => {
    const userFolder = await suite.userFolder();
    const peer = await makePeer(await suite.userFolder(), 'bob');
    try {
      const first = await suite.launch({ userFolder });
      const problems: string[] = [];
      first.window.on('pageerror', (error) => problems.push(error.message));
      const told = await tellStory(first.window, peer);
      await first.quit();

      const second = await suite.launch({ userFolder });
      second.window.on('pageerror', (error) => problems.push(error.message));
      await findAllAgain(second.window, told);
      expect(problems).toEqual([]);
    } finally {
      await peer.stop();
    }
  });
});
