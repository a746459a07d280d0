/**
 * A machine that takes the place of a lost one, and two members who let it back: what their operators do. Without the
 * test runner, so that a process of its own can be one of them.
 */
import { join } from 'node:path';
import { readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { LiveMember } from './live-member.ts';

/** What the operator of the new machine has on paper, and was told. */
export interface OnPaper {
  readonly words: string;
  readonly code: string;
}

/** Homes and what their computers know of them, in one folder. */
export interface World extends OnPaper {
  readonly machine: LiveMember;
  readonly bob: LiveMember;
  readonly carol: LiveMember;
  readonly did: string;
}

export const everybody = ({ machine, bob, carol }: World) => [machine, bob, carol];

export function memberIn(folder: string, name: string, like?: Pick<LiveMember, 'secret'>): LiveMember {
  const member = new LiveMember(folder, name);
  if (like) member.secret = like.secret;
  member.stateFolder = join(folder, `${name} state`);
  return member;
}

/** The same homes, where a copy of their folder is. */
export function worldIn(folder: string, { machine, bob, carol, ...told }: World): World {
  const again = (one: LiveMember) => memberIn(folder, one.name, one);
  return { ...told, machine: again(machine), bob: again(bob), carol: again(carol) };
}

export async function ended(members: readonly LiveMember[]): Promise<void> {
  await Promise.all(members.map((member) => member.stop().catch(() => undefined)));
}

/** What a member's operator does when it sees that somebody asks, or that a key is voted on. */
export function fellowActs({ node }: LiveMember): void {
  for (const { id, state, compared } of node.cell.recovery.requests())
    if (state === 'asking' && compared) node.cell.recovery.answer(id, true);
  for (const { id, kind, state, myVote } of node.cell.shown.allProposals())
    if (kind === 'rekey' && state === 'voting' && myVote === null)
      node.cell.deciding().vote(id, 'APPROVE', null);
}

/**
 * What the operator of the new machine does by what its screen says.
 * @param newCode asks a member for another one; null while that has not come
 */
export function machineActs(machine: LiveMember, paper: OnPaper, newCode: () => string | null): void {
  if (!machine.node.cell.current) asksBack(machine, paper, newCode);
}

/** The same, whether it is in the cell or not. */
export function asksBack({ node }: LiveMember, { words, code }: OnPaper, newCode: () => string | null): void {
  const { recovery } = node.cell;
  const view = recovery.view();
  if (view === null) recovery.begin(code);
  else if (view.state === 'words') recovery.giveWords(words);
  else if (view.state === 'comparing') recovery.confirmWords(true);
  // The ballot ended while too few were there: as it says, with a new code.
  else if (view.state === 'refused') {
    const another = newCode();
    if (another !== null) recovery.begin(another);
  }
}

export const codeOf = ({ node }: LiveMember): string => node.cell.recovery.makeCode().code;

/** How a member is: what is waited for, and what is told if it does not come. */
export interface Standing {
  readonly name: string;
  readonly did: string;
  readonly isMember: boolean;
  readonly barred: unknown;
  readonly stateHash: string | null;
  /** Of its newest entry. */
  readonly kind: string | null;
  /** How many versions its log of the member that was lost has. */
  readonly versions: number;
  /** Somebody still asks, here or there. */
  readonly asks: unknown;
  readonly links: unknown;
}

export function standingOf(member: LiveMember, did: string): Standing {
  const { node, name } = member;
  const { current, recovery } = node.cell;
  const isMember = member.isMember();
  return {
    name,
    did: member.did,
    isMember,
    barred: current?.signingBarred() ?? null,
    stateHash: current?.stateHash() ?? null,
    kind: current?.log.ownHead()?.entry.kind ?? null,
    versions: isMember ? (logOf(member, did)?.versions.length ?? 0) : 0,
    asks: recovery.view() ?? recovery.requests().filter(({ state }) => state === 'asking')[0] ?? null,
    links: node.peers().map((peer) => [peer.name, peer.link]),
  };
}

/** The machine is the member again, has begun its feed anew, and all hold one state. */
export function isDone(all: readonly Standing[], did: string): boolean {
  const machine = all.find((one) => one.did === did);
  if (!machine || machine.kind === null || all.some(({ isMember, barred }) => !isMember || barred !== null))
    return false;
  return (
    all.every(({ versions }) => versions === 3) && new Set(all.map(({ stateHash }) => stateHash)).size === 1
  );
}

export function logOf(member: LiveMember, did: string) {
  const scid = did.split(':')[2] ?? '';
  const epoch = member.node.cell.current?.epoch();
  const read = readMemberLog(epoch?.members.find((one) => one.scid === scid)?.didLog ?? []);
  return read.ok ? read.value : null;
}
