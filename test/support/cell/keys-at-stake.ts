/** Members whose keys are changed, taken and lost, as tests of whole nodes name what they do and see. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inEnglish } from '#shared/protocol/saying.ts';
import { newestVersion, readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { pollUntil } from '../poll-until.ts';
import { LiveMember } from './live-member.ts';

/** What a busy machine may take for a ballot and for whoever meets anew. */
export const LIMIT_MS = 40_000;

export const scidOf = ({ did }: LiveMember): string => did.split(':')[2] ?? '';

/** Somebody's log as a member's cell has certified it. */
export function certified(of: LiveMember, by: LiveMember) {
  const member = by.node.cell.current?.epoch()?.members.find(({ scid }) => scid === scidOf(of));
  const read = readMemberLog(member?.didLog ?? []);
  if (!read.ok) throw new Error(`${by.name} has no log of ${of.name}: ${read.error.message}`);
  return { versions: read.value.versions.length, ...newestVersion(read.value) };
}

const versionsBy = (of: LiveMember, by: LiveMember): number | null => {
  const member = by.node.cell.current?.epoch()?.members.find(({ scid }) => scid === scidOf(of));
  return member?.didLog.length ?? null;
};

export async function knowVersion(
  of: LiveMember,
  versions: number,
  by: readonly LiveMember[],
): Promise<void> {
  await pollUntil(
    () => by.map((one) => versionsBy(of, one)),
    (counts) => counts.every((count) => count === versions),
    LIMIT_MS,
  );
}

export const linkOf = ({ node }: LiveMember, to: LiveMember) =>
  node.peers().find(({ did }) => did === to.did)?.link;

export const connected = (one: LiveMember, other: LiveMember): boolean =>
  linkOf(one, other)?.state === 'connected' && linkOf(other, one)?.state === 'connected';

/** It knows that its key was changed: by the log, or since somebody has told it so and it says that when asked to sign. */
export async function isTold(member: LiveMember): Promise<void> {
  const KNOWS = /key was changed/;
  await pollUntil(
    () => [member.toldOfKey.size, inEnglishOf(member), member.node.problem, member.node.peers()] as const,
    ([tellers, why]) => tellers > 0 || KNOWS.test(why ?? ''),
    LIMIT_MS,
  );
}

/** Each of them to each. */
export async function allMeet(members: readonly LiveMember[]): Promise<void> {
  await pollUntil(
    () =>
      members.flatMap((one) =>
        members.flatMap((other) =>
          one === other || connected(one, other) ? [] : [[one.name, other.name, linkOf(one, other)]],
        ),
      ),
    (apart) => apart.length === 0,
    LIMIT_MS,
  );
}

/** Each votes once the ballot has come. */
export async function approve(id: string, ...voters: readonly LiveMember[]): Promise<void> {
  await Promise.all(
    voters.map(async ({ node }) => {
      await pollUntil(
        () => node.cell.shown.allProposals().find((one) => one.id === id)?.state,
        (state) => state === 'voting' || state === 'closing',
        LIMIT_MS,
      );
      node.cell.deciding().vote(id, 'APPROVE', null);
    }),
  );
}

export const stateOf = ({ node }: LiveMember, id: string) =>
  node.cell.shown.allProposals().find((one) => one.id === id)?.state;

export async function allSay(id: string, state: string, members: readonly LiveMember[]): Promise<void> {
  await pollUntil(
    () => members.map((one) => stateOf(one, id) ?? null),
    (states) => states.every((one) => one === state),
    LIMIT_MS,
  );
}

/** All have the same state, and it names nobody as having signed two versions. */
export async function oneHistory(members: readonly LiveMember[]): Promise<void> {
  await pollUntil(
    () => members.map(({ node }) => node.cell.current?.stateHash() ?? null),
    (hashes) => hashes[0] !== null && new Set(hashes).size === 1,
    LIMIT_MS,
  );
  for (const { node, name } of members) {
    const forked = node.cell.current?.view([])?.forked ?? [];
    if (forked.length > 0) throw new Error(`for ${name} there are two versions of ${forked.join()}`);
  }
}

export const balanceOf = (scid: string, { node }: LiveMember): number | null =>
  node.cell
    .trust()
    .view()
    ?.balances.find((each) => each.scid === scid)?.balance ?? null;

/** What is shown of somebody to one of them: tokens, who endorses it how far, and what the cell has decided. */
export function shownOf(scid: string, by: LiveMember) {
  const { parts } = by.node.cell.trust().explain(scid);
  const decided = by.node.cell.shown.allProposals().filter(({ state }) => state === 'passed');
  return {
    tokens: balanceOf(scid, by),
    endorsements: parts
      .map(({ name, endorsements }) => `${name} ${endorsements.map(({ strength }) => strength).join()}`)
      .toSorted(),
    history: decided
      .map(({ title }) => title)
      .filter((title) => !title.startsWith('Change the key'))
      .toSorted(),
  };
}

/** As a thief makes it, or who moves by hand: all of a home that does not run, on a computer of its own. */
export function copyOf(original: LiveMember, folder: string, name: string): LiveMember {
  const copy = new LiveMember(folder, name);
  cpSync(original.home, copy.home, { recursive: true });
  copy.secret = original.secret;
  copy.stateFolder = join(folder, `state of ${name}`);
  return copy;
}

/** Of a whole computer: the marks that would tell a copy are copied as well. */
export function wholeCopyOf(original: LiveMember, folder: string, name: string): LiveMember {
  if (original.stateFolder === null) throw new RangeError('its marks are in the folder that all share');
  const copy = copyOf(original, folder, name);
  cpSync(original.stateFolder, copy.stateFolder ?? '', { recursive: true });
  return copy;
}

/** A new home asks with the words as far as the ballot, and its fellow accepts; returns the ballot's proposal. */
export async function asksBack(machine: LiveMember, fellow: LiveMember, words: string): Promise<string> {
  const { code, id } = fellow.node.cell.recovery.makeCode();
  machine.node.cell.recovery.begin(code);
  await pollUntil(
    () => machine.node.cell.recovery.view()?.state,
    (now) => now === 'words',
  );
  machine.node.cell.recovery.giveWords(words);
  return accepted(machine, fellow, id);
}

/** From the six words to the ballot. */
export async function accepted(machine: LiveMember, fellow: LiveMember, id: string): Promise<string> {
  const request = () => fellow.node.cell.recovery.requests().find((one) => one.id === id);
  await pollUntil(
    () => [machine.node.cell.recovery.view()?.words?.join(' '), request()?.words.join(' ')],
    ([mine, theirs]) => mine !== undefined && mine === theirs,
  );
  machine.node.cell.recovery.confirmWords(true);
  await pollUntil(() => request()?.compared, Boolean);
  fellow.node.cell.recovery.answer(id, true);
  const { ballot } = await pollUntil(
    () => ({ ballot: request()?.ballot ?? null }),
    (found) => found.ballot !== null,
  );
  const opened = fellow.node.cell.current?.log.book.ballots().find(({ open }) => open.hash === ballot);
  return opened?.body.proposal ?? '';
}

export const wordsOf = async ({ node }: LiveMember): Promise<string> =>
  (await node.words.show()).words.join(' ');

/** Why somebody signs nothing, as it is shown; null where it signs. */
export function inEnglishOf({ node }: LiveMember): string | null {
  const why = node.cell.current?.signingBarred() ?? null;
  return why && inEnglish(why);
}

/** It may sign. */
export async function signs(member: LiveMember): Promise<void> {
  await pollUntil(
    () => (member.node.cell.current ? inEnglishOf(member) : 'it is in no cell'),
    (why) => why === null,
    LIMIT_MS,
  );
}

/** Why a machine that asked to come back is refused. */
export const refusedWith = ({ node }: LiveMember): string | undefined =>
  node.cell.recovery.view()?.trouble?.message;

/** Restores a backup into a home on a computer of its own, and starts it. */
export async function restoreInto(home: LiveMember, file: string, passphrase: string): Promise<void> {
  home.makesKey = false;
  home.stateFolder = `${home.home}'s state`;
  await home.start();
  await home.node.care.restore(file, passphrase);
  await home.stop();
  await home.start();
  await home.node.unlock({ kind: 'passphrase', passphrase });
}
