/**
 * Keys that are changed, copied and stolen, as owners, thieves and fellow members see it: bob's computers and carol's in
 * windows, alice and dave beside them, in one cell that lives through all of it.
 */
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { allSay, approve, LIMIT_MS, scidOf } from '../support/cell/keys-at-stake.ts';
import { LiveMember as Live, type LiveMember, liveCell } from '../support/cell/live-member.ts';
import {
  askInPlace,
  button,
  changeKey,
  cloneOf,
  type Desk,
  HandedOver,
  letBack,
  openMember,
  openProposal,
  openWindow,
  rekeyTitle,
  voteOn,
} from '../support/cell/window-of-member.ts';
import * as tour from '../support/dashboard-tour.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { picturesOf } from '../support/pictures.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

/** Whoever comes back after a week has time to vote. */
const DEADLINE_MS = 600_000;
const WEEK_MS = 6.5 * 86_400_000;
const BY_DEVICE = rekeyTitle({ name: 'bob', by: 'device' });
const BY_WORDS = rekeyTitle({ name: 'bob', by: 'words' });
/** By the log, if the certificate came before the others cut it off, and else by them. */
const TOLD = /^Your key was changed$| say that your key was changed\./;
const LATELY = /The key of bob was changed within the last seven days\. Ask bob in person/;
const SEVERAL = /Several changes of the key of bob are open: two machines want to be bob/;

async function keyIn(page: Page): Promise<number | null> {
  const { cell } = await snapshot(page);
  return cell?.members.find(({ name }) => name === 'bob')?.key.version ?? null;
}

/** Approves what the words ask, wherever that is not done; the version of bob's key that all of them know. */
function approvesAgain(members: readonly LiveMember[]): number {
  for (const { node } of members)
    for (const { id, rekey, state, needsMyVote } of node.cell.shown.allProposals())
      if (rekey?.by === 'words' && state === 'voting' && needsMyVote)
        node.cell.deciding().vote(id, 'APPROVE', null);
  const versions = members.map(({ node }) => {
    const bob = node.cell.current?.epoch()?.members.find(({ alias }) => alias === 'bob');
    return bob?.didLog.length ?? 0;
  });
  return Math.min(...versions);
}

/** Of the two who have no window, on the newest open ballot on bob's key that is like that. */
async function approveKey(by: 'device' | 'words', ...voters: readonly LiveMember[]): Promise<void> {
  for (const voter of voters) {
    const open = await pollUntil(
      () =>
        voter.node.cell.shown
          .allProposals()
          .find(({ rekey, state, needsMyVote }) => rekey?.by === by && state === 'voting' && needsMyVote),
      Boolean,
      LIMIT_MS,
    );
    voter.node.cell.deciding().vote(open?.id ?? '', 'APPROVE', null);
  }
}

describeIfMet(await electronRequirement(), 'keys at stake', () => {
  const suite = electronSuite();

  test('a cloned home, a rotation beside a ballot, an old backup, a thief who comes first: all are told, and the words win', async () => {
    const folder = await suite.userFolder();
    const make = (name: string) =>
      ['bob', 'carol'].includes(name) ? new HandedOver(folder, name) : new Live(folder, name);
    const [alice, bobs, carols, dave] = (await liveCell(folder, ['alice', 'bob', 'carol', 'dave'], {
      make,
      deadlineMs: DEADLINE_MS,
    })) as [LiveMember, LiveMember, LiveMember, LiveMember];
    const fellows = [alice, dave];
    try {
      const words = (await bobs.node.words.show(tour.PASSPHRASE)).words.join(' ');
      const bobsScid = scidOf(bobs);
      const peerOf = (member: LiveMember) => member.node.peers().find(({ name }) => name === 'bob');
      alice.node.cell.trusting().transfer(bobsScid, 7, undefined);
      await Promise.all([bobs, carols].map((one) => one.stop()));
      cloneOf(folder, 'bob', 'clone');

      const carol = await openMember(suite, folder, 'carol');
      const bob = await openMember(suite, folder, 'bob');
      const file = join(folder, 'bob.gsbackup');
      await twoComputers();
      await rotation();
      const restored = await oldBackup();
      await stolen(restored);
      await oneHistory();

      /** A cloned home: neither writes, both say so and sign nothing, and the others are told. */
      async function twoComputers(): Promise<void> {
        const clone = await openMember(suite, folder, 'clone');
        // Where there is no multicast, the clone knows where alice is, who tells it nothing of the others.
        const { me } = await snapshot(carol.window);
        const address = me?.addresses[0] ?? null;
        expect(await callBridge(clone.window, 'peers.update', { did: me?.did ?? '', address })).toMatchObject(
          { ok: true },
        );
        for (const { window } of [bob, clone])
          await window
            .getByText(/A second node with this node's key runs at/)
            .first()
            .waitFor();
        for (const { window } of [bob, clone]) {
          await tour.visit(window, 'Governance');
          expect(await button(window, 'New proposal').first().isDisabled()).toBe(true);
          await window.getByText('Waits until this computer may sign again.').first().waitFor();
        }
        await tour.visit(carol.window, 'Sync');
        await carol.window
          .getByText(/Runs on two computers at once, seen/)
          .first()
          .waitFor();
        await pollUntil(() => peerOf(alice)?.twinSeenAtMs, Boolean, LIMIT_MS);
        await picturesOf(bob.window, 'clone-owner');
        await picturesOf(carol.window, 'clone-member');
        await clone.quit();
        await signAgain(bob.window);
      }

      /** A key changes while others vote: what was voted under the former one counts, and all end with one certificate. */
      async function rotation(): Promise<void> {
        const backup = { file, passphrase: tour.PASSPHRASE };
        expect(await callBridge(bob.window, 'care.backup', backup)).toMatchObject({ ok: true });
        await tour.propose(carol.window, 'Tea');
        await voteOn(bob.window, 'Tea', 'Approve', 'bob');
        await changeKey(bob.window, null);
        await picturesOf(bob.window, 'rotation-owner');
        await openProposal(carol.window, BY_DEVICE);
        await picturesOf(carol.window, 'rotation-member');
        await voteOn(carol.window, BY_DEVICE, 'Approve', 'carol');
        await approveKey('device', ...fellows);
        for (const { window } of [bob, carol])
          await pollUntil(
            () => keyIn(window),
            (version) => version === 2,
            LIMIT_MS,
          );
        await voteOn(carol.window, 'Tea', 'Approve', 'carol');
        const [tea] = alice.node.cell.shown.allProposals().filter(({ title }) => title === 'Tea');
        await approve(tea?.id ?? '', ...fellows);
        await allSay(tea?.id ?? '', 'passed', fellows);
        for (const { window } of [bob, carol]) {
          await tour.visit(window, 'Governance');
          await tour.mainPart(window).getByText('Passed 4 to 0').first().waitFor();
        }
      }

      /**
       * The words change the key first. Whoever restores an old backup is told so, and gets nothing by going on all the
       * same; with the words it comes back where it is.
       */
      async function oldBackup(): Promise<Desk> {
        await changeKey(bob.window, words);
        await openProposal(carol.window, BY_WORDS);
        await tour.mainPart(carol.window).getByText(LATELY).first().waitFor();
        await voteOn(carol.window, BY_WORDS, 'Approve', 'carol');
        await approveKey('words', ...fellows);
        await untilKey(4, bob, carol);
        await tour.visit(bob.window, 'Identity');
        await picturesOf(bob.window, 'words-owner');
        await tour.visit(carol.window, 'Identity');
        await carol.window
          .getByText(/New key since .*, by recovery words/)
          .first()
          .waitFor();
        await picturesOf(carol.window, 'words-member');

        const old = await openWindow(suite, folder, 'restored');
        const { window } = old;
        await button(window, 'Restore a backup instead').click();
        await window.getByRole('textbox', { name: 'File on this computer' }).fill(file);
        await window.getByLabel('Passphrase of the backup').fill(tour.PASSPHRASE);
        await button(window, 'Restore').click();
        // Its key had a passphrase of its own.
        await tour.unlock(window, tour.PASSPHRASE);
        await window
          .getByText(/^Restored from a backup of .* A member says that its key was changed since/)
          .first()
          .waitFor();
        await picturesOf(window, 'backup-told');
        // Its operator goes on all the same.
        await signAgain(window);
        await changeKey(window, null);
        await window
          .getByText(/ says? that your key was changed$/)
          .first()
          .waitFor();
        await picturesOf(window, 'backup-goes-on');
        expect(
          (await snapshot(carol.window)).proposals.filter(({ state, rekey }) => rekey && state === 'voting'),
        ).toEqual([]);

        await askInPlace(window, carol.window, 'bob', words);
        await picturesOf(window, 'backup-six-words');
        await letBack(window, carol.window);
        await approveKey('words', ...fellows);
        const back = window.getByRole('dialog', { name: 'You are back in Maple Street' });
        await back.getByText('Messages and settings are here, as before.').waitFor();
        await picturesOf(window, 'backup-back');
        await back.getByRole('button', { name: 'Done' }).click();
        await untilKey(6, old, carol);
        // The computer that had the key until now.
        await bob.window.getByText(TOLD).first().waitFor();
        await picturesOf(bob.window, 'backup-other-computer');
        return old;
      }

      /**
       * A thief with that computer changes the key first, and asks once more, while dave is away for a week; its owner asks
       * by the words.
       */
      async function stolen(thief: Desk): Promise<void> {
        await changeKey(thief.window, null);
        await openProposal(carol.window, BY_DEVICE);
        await tour.mainPart(carol.window).getByText(LATELY).first().waitFor();
        await voteOn(carol.window, BY_DEVICE, 'Reject', 'carol');
        await approveKey('device', ...fellows);
        await untilKey(7, thief, carol);
        await dave.stop();
        await changeKey(thief.window, null);

        await askInPlace(bob.window, carol.window, 'bob', words);
        await letBack(bob.window, carol.window);
        for (const title of [BY_DEVICE, BY_WORDS]) {
          await openProposal(carol.window, title);
          await tour.mainPart(carol.window).getByText(SEVERAL).first().waitFor();
          await picturesOf(carol.window, title === BY_WORDS ? 'race-words' : 'race-device');
        }
        await approveKey('words', alice);
        const warned = alice.node.cell.shown
          .allProposals()
          .filter(({ rekey, state }) => rekey && state === 'voting');
        expect(warned.map(({ rekey }) => rekey?.warnings)).toEqual([
          ['several', 'lately'],
          ['several', 'lately'],
        ]);
        await bob.window
          .getByText(/^Waits for dave/)
          .first()
          .waitFor();
        await picturesOf(bob.window, 'week-before');

        alice.aheadMs += WEEK_MS;
        for (const desk of [bob, carol, thief]) await desk.later(WEEK_MS);
        // Of a time that is over nothing more is promised.
        await tour.visit(bob.window, 'Identity');
        await tour.visit(bob.window, 'Sync');
        await bob.window
          .getByText(/^The time to vote is over, .* as soon as dave is here\.$/)
          .first()
          .waitFor();
        await picturesOf(bob.window, 'week-after');
        await picturesOf(carol.window, 'week-member');
        dave.aheadMs = alice.aheadMs;
        await dave.start();
        // The thief's ballot may be over first: what was asked beside it is asked again then, and voted on anew.
        await pollUntil(
          () => approvesAgain(fellows),
          (version) => version === 9,
          LIMIT_MS,
        );
        await bob.window
          .getByRole('dialog', { name: 'You are back in Maple Street' })
          .getByRole('button', { name: 'Done' })
          .click();
        await untilKey(9, bob, carol);
        await thief.window.getByText(TOLD).first().waitFor();
        await tour.visit(thief.window, 'Governance');
        await picturesOf(thief.window, 'thief-told');
        expect(await button(thief.window, 'New proposal').first().isDisabled()).toBe(true);
      }

      /** All decide together, and have one history, in which nobody signed two versions of anything. */
      async function oneHistory(): Promise<void> {
        await tour.propose(bob.window, 'Supper');
        for (const [desk, name] of [
          [bob, 'bob'],
          [carol, 'carol'],
        ] as const)
          await voteOn(desk.window, 'Supper', 'Approve', name);
        const [supper] = alice.node.cell.shown.allProposals().filter(({ title }) => title === 'Supper');
        await approve(supper?.id ?? '', ...fellows);
        await pollUntil(
          async () => {
            const cells = await Promise.all(
              [bob, carol].map(async ({ window }) => (await snapshot(window)).cell),
            );
            const hashes = fellows.map(({ node }) => node.cell.current?.stateHash() ?? null);
            return {
              hashes: [...hashes, ...cells.map((cell) => cell?.stateHash)],
              forked: cells.flatMap((cell) => cell?.forked ?? []),
            };
          },
          ({ hashes, forked }) => hashes[0] !== null && new Set(hashes).size === 1 && forked.length === 0,
          LIMIT_MS,
        );
        const { trust } = await snapshot(bob.window);
        expect(trust?.balances.find(({ scid }) => scid === bobsScid)?.balance).toBeGreaterThanOrEqual(107);
      }

      async function untilKey(version: number, ...desks: readonly Desk[]): Promise<void> {
        for (const { window } of desks)
          await pollUntil(
            () => keyIn(window),
            (now) => now === version,
            LIMIT_MS,
          );
      }

      async function signAgain(window: Page): Promise<void> {
        await button(window, 'Sign again…').click();
        await picturesOf(window, 'sign-again');
        await window.getByRole('dialog').getByRole('button', { name: 'Sign again' }).click();
        await pollUntil(
          async () => (await snapshot(window)).cell?.signingBarred ?? null,
          (why) => why === null,
          LIMIT_MS,
        );
      }
    } finally {
      await Promise.all(fellows.map((one) => one.stop().catch(() => undefined)));
    }
  });
});
