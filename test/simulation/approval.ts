/** Who approved, counted from the entries themselves: shares nothing with the tally of the product. */
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { epochNow } from './at-hand.ts';
import { Broken } from './broken.ts';
import { documentElectorate } from './oracle.ts';
import { scid } from './people.ts';
import type { SimNode } from './sim-node.ts';

/** Members change only with the approval of a majority, and nothing passes that most rejected. */
export function checkApproval(node: SimNode): void {
  checkMembers(node);
  for (const ballot of node.book.ballots()) {
    if (ballotState(node.book, ballot.open.hash).state !== 'passed') continue;
    const members = documentElectorate(node.book, ballot).members.map((member) => member.scid);
    const { approving, rejecting } = choicesIn(node, ballot, members);
    if (rejecting > approving)
      throw new Broken('rejected', `${rejecting} rejected what passed, ${approving} approved it`);
  }
}

/** Goes through the epochs again, from the founder on. */
function checkMembers(node: SimNode): void {
  const { book } = node;
  const now = epochNow(node);
  let members: readonly string[] = [scid('alice')];
  for (let epoch = 0; epoch < now.number; epoch += 1) {
    const slot = `members/${epoch}`;
    // Of a slot that forked each holds what it heard first; that it did is told by other properties.
    if (certificates(book, everything, slot).length > 1) return;
    const passed = book.ballotsIn(slot).find(({ open }) => ballotState(book, open.hash).state === 'passed');
    if (!passed?.body.change) continue;
    const { approving } = choicesIn(node, passed, members);
    if (2 * approving <= members.length)
      throw new Broken('members', `${approving} of ${members.length} approved what changed epoch ${epoch}`);
    members = membersAfter(members, passed.body.change);
  }
  const held = now.members.map((member) => member.scid);
  if ([...held].sort().join() !== [...members].sort().join())
    throw new Broken('members', `${held.length} members, where ballots have made ${members.length}`);
}

function membersAfter(
  members: readonly string[],
  change: NonNullable<Ballot['body']['change']>,
): readonly string[] {
  if (change.type === 'admit') return members.length < 7 ? [...members, change.scid] : members;
  return change.type === 'remove' ? members.filter((member) => member !== change.scid) : members;
}

/**
 * How many approved at most, and rejected at least, in the closure of a ballot's certificate: who signed two entries
 * at one place in it is counted as approving only.
 */
function choicesIn(
  node: SimNode,
  { open, slot }: Ballot,
  members: readonly string[],
): { approving: number; rejecting: number } {
  const [certificate] = certificates(node.book, everything, slot);
  const past = pastOf(node, certificate?.closure.closes ?? []);
  const count = { approving: 0, rejecting: 0 };
  for (const member of members) {
    const own = past.filter(({ entry }) => entry.author === member);
    const places = new Set(own.map(({ entry }) => `${entry.gen}/${entry.seq}`));
    const votes = own
      .filter(({ entry }) => entry.kind === 'vote' && entry.body.ballot === open.hash)
      .sort(({ entry: a, version: v }, { entry: b, version: w }) => w - v || b.gen - a.gen || b.seq - a.seq);
    const [newest] = votes;
    const isAtNewest = ({ entry, version }: GraphNode): boolean =>
      version === newest?.version && entry.gen === newest?.entry.gen && entry.seq === newest.entry.seq;
    const choices = votes.filter(isAtNewest).map(({ entry }) => entry.body.choice);
    if (choices.includes('APPROVE')) count.approving += 1;
    else if (choices.includes('REJECT') && places.size === own.length) count.rejecting += 1;
  }
  return count;
}

function pastOf({ graph }: SimNode, hashes: readonly string[]): GraphNode[] {
  const reached = new Set<GraphNode>();
  const ahead = hashes.map((hash) => graph.get(hash)).filter((node) => node !== undefined);
  for (let node = ahead.pop(); node; node = ahead.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    ahead.push(...node.parents);
  }
  return [...reached];
}
