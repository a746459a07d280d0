import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { joinNonce, joinWords } from '../../../electron/node/cell/joining/join-words.ts';
import { decodeBase64url, encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { decodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import { type Middle, middle } from '../../support/hostile/middle.ts';
import { snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: CellHome;
let bob: CellHome;
let between: Middle;
let code: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-between-'));
  [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await bob.run('init', '--name', 'bob');
  await Promise.all([alice.start(), bob.start()]);
  ({ code } = await alice.act<{ code: string }>('invite'));
  between = await middle(code, 'bob');
});

afterEach(async () => {
  await Promise.all([alice, bob].map((home) => home.stop()));
  between.close();
  rmSync(folder, { recursive: true, force: true });
});

const aliceSays = async () => (await snapshot(alice)).cell?.joinRequests[0]?.words ?? null;
const bobSays = async () => (await snapshot(bob)).joining?.words ?? null;
const words = (of: () => Promise<string[] | null>) =>
  pollUntil(of, (shown) => shown !== null) as Promise<string[]>;

/** Of numbers that one in the middle might name, one with which a screen would begin with this word. */
function ground(first: string, say: (nonce: Uint8Array) => string[]): Uint8Array {
  for (;;) {
    const nonce = joinNonce();
    if (say(nonce)[0] === first) return nonce;
  }
}

describe('somebody between an inviter and a newcomer', () => {
  test('gets other words on the two screens, though it passes on what each of them names', async () => {
    const { nonce } = await between.ask(between.questions.first());
    between.nonce = decodeBase64url(nonce);
    await bob.ask('cell.join', { code: between.code, compare: true });
    const shown = await words(bobSays);
    const told = between.heard.find((ask) => ask.nonce !== undefined)!;
    expect(between.heard[0]!.nonce).toBeUndefined();
    await expect(between.ask({ ...between.questions.first(), nonce: told.nonce })).rejects.toThrow(
      /not the one that was announced/,
    );
    await between.ask(between.questions.next());
    expect(await words(aliceSays)).not.toEqual(shown);
  });

  test('cannot choose its number for the newcomer once it knows the other one', async () => {
    await between.ask(between.questions.first());
    await between.ask(between.questions.next());
    const [first = ''] = await words(aliceSays);
    await bob.ask('cell.join', { code: between.code, compare: true });
    await words(bobSays);
    const told = between.heard.find((ask) => ask.nonce !== undefined)!;
    const { cell, secret, inviter } = readInvitation(between.code);
    between.nonce = ground(first, (inviterNonce) =>
      joinWords({
        cell,
        secret: decodeBase64url(secret),
        inviterKey: decodeMultikey(inviter).publicKey,
        newcomerKey: readMemberIdentity(told.didLog as never).signingKey,
        inviterNonce,
        newcomerNonce: decodeBase64url(told.nonce!),
      }),
    );
    const joining = await pollUntil(
      async () => (await snapshot(bob)).joining,
      (view) => view?.state === 'refused',
    );
    expect(joining?.trouble?.message).toMatch(/named another number for the six words than before/);
    expect((await snapshot(bob)).cell).toBeNull();
  });

  test('cannot choose its number for the inviter once it knows the other one', async () => {
    await bob.ask('cell.join', { code: between.code, compare: true });
    const [first = ''] = await words(bobSays);
    const { nonce } = await between.ask(between.questions.first());
    const { cell, secret, inviter } = readInvitation(code);
    const better = ground(first, (newcomerNonce) =>
      joinWords({
        cell,
        secret: decodeBase64url(secret),
        inviterKey: decodeMultikey(inviter).publicKey,
        newcomerKey: between.identity.signingKey,
        inviterNonce: decodeBase64url(nonce),
        newcomerNonce,
      }),
    );
    const chosen = { ...between.questions.first(), nonce: encodeBase64url(better) };
    await expect(between.ask(chosen)).rejects.toThrow(/not the one that was announced/);
    // Alice has nobody to accept: there are no words to compare.
    expect((await snapshot(alice)).cell?.joinRequests).toEqual([]);
    // What is told later than it was bound to meets a fresh number of hers.
    const again = await between.ask(between.questions.next());
    expect(again.nonce).toBe(nonce);
    expect((await words(aliceSays))[0]).toBeDefined();
  });
});
