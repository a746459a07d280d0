/** The same from the command line, each command a process: alice issues to bob, carol has no cell and no network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder = '';
let alice: CellHome;
let bob: CellHome;
let carol: CellHome;

// Anew for each try: a cell of two says no third time within a day what it issued and revoked.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-credential-'));
  ({ alice, bob } = await twoMembers(folder));
  carol = new CellHome(folder, 'carol');
  writeFileSync(carol.keyFile, Buffer.alloc(32, 3).toString('base64url'), { mode: 0o600 });
  await carol.run('init', '--name', 'carol');
}, 60_000);

afterEach(async () => {
  await Promise.all([alice?.stop(), bob?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Listed {
  readonly held: readonly { id: string; state: string; outsideUntilMs: number | null }[];
}

const here = (home: CellHome, ...args: readonly string[]) =>
  home.run<Record<string, unknown>>(
    'credential',
    ...args,
    ...(home === carol ? ['--key-file', carol.keyFile] : []),
  );

async function held(state: string, isOutside: boolean): Promise<string> {
  const { held: all } = await pollUntil(
    () => bob.run<Listed>('credential', 'list'),
    ({ held: [one] }) => one?.state === state && (one.outsideUntilMs !== null) === isOutside,
    60_000,
  );
  return all[0]?.id ?? '';
}

/** No message reaches her: it waits for what is handed over. */
async function issuedToCarol(): Promise<string> {
  const { did } = await carol.status();
  const issued = await here(alice, 'issue', '--to', did, '--claims', 'role=guest, node_id=carol');
  expect(issued).toMatchObject({ sent: false });
  return String(issued.id);
}

/** From alice to carol, and later by bob, who did not issue it: four commands at two homes, all of it in files. */
async function papersByHand(id: string): Promise<void> {
  const file = (name: string) => join(folder, `${name}.json`);
  const first = await pollUntil(
    () => here(alice, 'hand-over', id, '--file', file('first')).catch(() => null),
    (made) => made !== null,
    60_000,
  );
  expect(first).toMatchObject({ id, file: file('first') });
  await expect(here(bob, 'take-papers', file('first'))).rejects.toMatchObject({
    stderr: expect.stringContaining('about somebody else'),
  });
  expect(await here(carol, 'take-papers', file('first'))).toEqual({ id, untilMs: first?.untilMs });
  await here(carol, 'ask-papers', id, '--file', file('ask'));
  expect(readFileSync(file('ask'), 'utf8')).not.toContain('guest');
  const { untilMs } = await here(bob, 'papers', file('ask'), '--file', file('newer'));
  expect(await here(carol, 'take-papers', file('newer'))).toEqual({ id, untilMs });
  const { held: hers } = await here(carol, 'list');
  expect(hers).toMatchObject([{ id, state: 'valid', outsideUntilMs: untilMs }]);
  // What was changed on the way.
  const changed = readFileSync(file('newer'), 'utf8').replace(/"leaf":\d+/, '"leaf":7');
  writeFileSync(file('changed'), changed);
  await expect(here(carol, 'take-papers', file('changed'))).rejects.toMatchObject({
    stderr: expect.stringMatching(/the cell does not have that it was issued/),
  });
}

test('issue, list, request, show, trust, check, revoke, and papers by hand', async () => {
  const issued = await here(alice, 'issue', '--to', 'bob', '--claims', 'role=relay, node_id=bob');
  expect(issued).toMatchObject({ sent: true });
  const id = await held('valid', true);
  expect(id).toBe(issued.id);
  const paper = join(folder, 'shown.json');
  const ask = () => here(carol, 'request', '--fields', 'node_id,role');
  await here(bob, 'show', id.slice(9, 17), '--request', String((await ask()).link), '--file', paper);
  await expect(here(carol, 'check', paper)).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('"code":"issuer-unknown"'),
  });
  const standing = join(folder, 'standing.json');
  const { words } = await here(alice, 'standing', '--file', standing);
  expect(await here(carol, 'trust', standing)).toMatchObject({ words, q: 2, members: 2 });
  await expect(here(carol, 'trust', standing, '--six-words', 'a b c d e f')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('six words'),
  });
  await here(carol, 'trust', standing, '--six-words', (words as string[]).join(' '));
  expect(await here(carol, 'check', paper)).toMatchObject({
    ok: true,
    value: { vouchedBy: 'standing', claims: { node_id: 'bob', role: 'relay' }, missing: [], bound: true },
  });
  const toCarol = await issuedToCarol();
  expect(await here(alice, 'revoke', id)).toEqual({ id, state: 'revoked' });
  await expect(here(alice, 'revoke', id)).rejects.toThrow(/revoked already/);
  await held('revoked', false);
  const code = await pollUntil(
    async () => {
      const again = join(folder, `again-${Math.random()}.json`);
      await here(bob, 'show', id, '--request', String((await ask()).link), '--file', again);
      return here(carol, 'check', again).then(
        () => 'ok',
        (refused: { stdout: string }) => JSON.parse(refused.stdout).error.code as string,
      );
    },
    (said) => said === 'revoked',
    60_000,
  );
  expect(code).toBe('revoked');
  await papersByHand(toCarol);
  for (const [args, said] of [
    [['issue', '--claims', 'role=x'], /--to/],
    [['issue', '--to', 'bob', '--claims', 'role'], /name=value/],
    [['issue', '--to', 'bob', '--type', 'Licence'], /No type here is called Licence/],
    [['show', 'nothing'], /no such credential/],
    [['dance'], /issue, list, show/],
  ] as const)
    await expect(here(alice, ...args)).rejects.toMatchObject({ stderr: expect.stringMatching(said) });
});
