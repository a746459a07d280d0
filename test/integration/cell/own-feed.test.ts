import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: CellHome;
let bob: CellHome;
let others: CellHome[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-own-feed-'));
  others = [];
  ({ alice, bob } = await twoMembers(folder));
});

afterEach(async () => {
  await Promise.all([alice, bob, ...others].map((home) => home?.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody asks to be admitted, so that bob has something to sign. */
async function knock(name: string): Promise<void> {
  const newcomer = new CellHome(folder, name);
  others.push(newcomer);
  await newcomer.run('init', '--name', name);
  await newcomer.start();
  const { code } = await alice.act<{ code: string }>('invite');
  await newcomer.act('join', '--wait', '0', code).catch(() => undefined);
}

const asked = (home: CellHome, name: string) =>
  pollUntil(
    () => home.run<{ name: string; state: string }[]>('joins'),
    (joins) => joins.some((join) => join.name === name && join.state === 'voting'),
  );

describe('a node that may fork itself', () => {
  test('a home restored from an older copy signs nothing before the others have answered, and then goes on anew', async () => {
    await bob.stop();
    const backup = join(folder, 'yesterday');
    cpSync(bob.home, backup, { recursive: true });
    await bob.start();
    await knock('carol');
    await asked(bob, 'carol');
    await bob.act('accept', 'carol');
    await pollUntil(
      () => alice.members(),
      (members) => members.length === 3,
    );
    await bob.stop();

    rmSync(bob.home, { recursive: true });
    cpSync(backup, bob.home, { recursive: true });
    await others[0]?.stop();
    await bob.start();
    const barred = await pollUntil(
      () => bob.status(),
      ({ signingBarred }) => signingBarred?.includes('carol') === true,
    );
    expect(barred.signingBarred).toContain('older copy');
    const early = await bob.act('propose', 'Too early').catch((error: { stderr: string }) => error.stderr);
    expect(String(early)).toContain('older copy');

    await others[0]?.start();
    await pollUntil(
      () => bob.status(),
      ({ signingBarred }) => signingBarred === null,
      30_000,
    );
    const same = async () => (await alice.status()).stateHash === (await bob.status()).stateHash;
    await pollUntil(same, Boolean);
    expect((await alice.status()).forked).toEqual([]);
  });

  test('a restored home signs again when its operator says so, whoever has not answered', async () => {
    await bob.stop();
    const backup = join(folder, 'yesterday');
    cpSync(bob.home, backup, { recursive: true });
    await bob.start();
    await bob.act('propose', 'Written after the backup');
    await knock('carol');
    await asked(bob, 'carol');
    await bob.act('accept', 'carol');
    await pollUntil(
      () => alice.members(),
      (members) => members.length === 3,
    );
    const nothing = await bob.act('resume').catch((error: { stderr: string }) => error.stderr);
    expect(String(nothing)).toContain('Nothing stops this node from signing.');
    await bob.stop();
    await others[0]?.stop();
    rmSync(bob.home, { recursive: true });
    cpSync(backup, bob.home, { recursive: true });
    await bob.start();
    // alice has answered; carol has not.
    await pollUntil(
      () => bob.status(),
      ({ signingBarred }) => /carol/.test(signingBarred ?? '') && !/alice/.test(signingBarred ?? ''),
    );
    await bob.act('resume');
    expect((await bob.status()).signingBarred).toBeNull();
    await bob.act('propose', 'Written after the restore');
    const same = async () => (await alice.status()).stateHash === (await bob.status()).stateHash;
    await pollUntil(same, Boolean);
    expect((await alice.status()).forked).toEqual([]);
  });

  test('an older copy that is put back where nobody else is signs nothing', async () => {
    await bob.act('propose', 'Written before the backup');
    await bob.stop();
    const backup = join(folder, 'yesterday');
    cpSync(bob.home, backup, { recursive: true });
    await bob.start();
    await bob.act('propose', 'Written after the backup');
    await bob.stop();
    await alice.stop();
    rmSync(bob.home, { recursive: true });
    cpSync(backup, bob.home, { recursive: true });

    await bob.start();
    const { signingBarred, stateHash } = await bob.status();
    expect(signingBarred).toContain('older copy');
    expect(signingBarred).toContain('alice');
    const early = await bob.act('propose', 'Too early').catch((error: { stderr: string }) => error.stderr);
    expect(String(early)).toContain('older copy');
    expect((await bob.status()).stateHash).toBe(stateHash);

    await alice.start();
    await pollUntil(
      () => bob.status(),
      (status) => status.signingBarred === null,
      30_000,
    );
    const same = async () => (await alice.status()).stateHash === (await bob.status()).stateHash;
    await pollUntil(same, Boolean);
    expect((await alice.status()).forked).toEqual([]);
  });

  test('a home that was copied before it wrote anything goes on by its operator’s word, in a generation that follows nothing', async () => {
    await bob.stop();
    const backup = join(folder, 'yesterday');
    cpSync(bob.home, backup, { recursive: true });
    await bob.start();
    await bob.act('propose', 'Written after the backup');
    const titles = async () => (await alice.run<{ title: string }[]>('proposals')).map(({ title }) => title);
    await pollUntil(titles, (known) => known.includes('Written after the backup'));
    await bob.stop();
    await alice.stop();
    rmSync(bob.home, { recursive: true });
    cpSync(backup, bob.home, { recursive: true });

    await bob.start();
    expect((await bob.status()).signingBarred).toContain('older copy');
    await bob.act('resume');
    expect((await bob.status()).signingBarred).toBeNull();
    await bob.act('propose', 'Written after the restore');
    await alice.start();
    await pollUntil(titles, (known) => known.includes('Written after the restore'));
    const same = async () => (await alice.status()).stateHash === (await bob.status()).stateHash;
    await pollUntil(same, Boolean);
    expect(await titles()).toContain('Written after the backup');
    expect((await alice.status()).forked).toEqual([]);
    await bob.act('propose', 'And on');
    await pollUntil(titles, (known) => known.includes('And on'));
  });

  test('a home that was moved before it wrote anything goes on when the others have answered', async () => {
    await bob.stop();
    const state = process.env.GHOSTSTACK_STATE_DIR;
    process.env.GHOSTSTACK_STATE_DIR = join(folder, 'state-of-another-computer');
    try {
      await alice.stop();
      await bob.start();
      expect((await bob.status()).signingBarred).toContain('copied or moved here');
      await alice.start();
      await pollUntil(
        () => bob.status(),
        ({ signingBarred }) => signingBarred === null,
        30_000,
      );
      await bob.act('propose', 'Written after the move');
    } finally {
      process.env.GHOSTSTACK_STATE_DIR = state;
    }
  });

  test('the founder of a cell of one waits for its operator where its mark is missing, and goes on by its word', async () => {
    const alone = new CellHome(folder, 'erin');
    await alone.run('init', '--name', 'erin', '--cell', 'Elm Street');
    const state = process.env.GHOSTSTACK_STATE_DIR;
    process.env.GHOSTSTACK_STATE_DIR = join(folder, 'state-of-another-computer');
    try {
      const answer = await alone
        .run('propose', 'Too early')
        .catch((error: { stderr: string }) => error.stderr);
      expect(String(answer)).toContain('copied or moved here');
      expect((await alone.status()).signingBarred).toContain('ghoststack resume');
      await alone.run('resume', '--key-file', alone.keyFile);
      await alone.run('propose', 'By my word');
      expect((await alone.status()).signingBarred).toBeNull();
    } finally {
      process.env.GHOSTSTACK_STATE_DIR = state;
    }
  });

  test('two live copies of one home sign nothing, and say why', async () => {
    await bob.stop();
    const copy = new CellHome(folder, 'bob-again', bob.keyFile);
    others.push(copy);
    cpSync(bob.home, copy.home, { recursive: true });
    await bob.start();
    await pollUntil(
      () => bob.members(),
      (members) => members.some(({ state }) => state === 'inSync'),
    );
    await copy.start();
    for (const home of [bob, copy]) {
      const { signingBarred } = await pollUntil(
        () => home.status(),
        (status) => status.signingBarred !== null,
        30_000,
      );
      expect(signingBarred).toMatch(/copy|second/i);
    }
    await knock('carol');
    await pollUntil(
      () => alice.run<unknown[]>('joins'),
      (joins) => joins.length > 0,
    );
    for (const home of [bob, copy]) {
      const answer = await home.act('accept', 'carol').catch((error: { stderr: string }) => error.stderr);
      expect(String(answer)).toMatch(/conflict|not-found/);
    }
    await copy.stop();
    // By its operator's word, who has ended the copy.
    await bob.act('resume');
    await bob.act('accept', 'carol');
    await pollUntil(
      () => alice.members(),
      (members) => members.length === 3,
    );
    expect((await alice.status()).forked).toEqual([]);
  });
});
