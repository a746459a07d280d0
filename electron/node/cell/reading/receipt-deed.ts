import type { About, Deed } from '#shared/contract/domain/receipt.ts';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import type { Bridge } from '#shared/protocol/closing/bridge-change.ts';
import type { Entry, HashedEntry } from '#shared/protocol/log/entry.ts';
import { type KindName, kindNamed, kindOf } from '#shared/protocol/state/kinds.ts';

/** What the hashes in a body stand for. */
export interface DeedNames {
  /** The proposal that a ballot decides, or that a draft is. */
  readonly about: (hash: string) => About;
  readonly nameOf: (scid: string) => string;
  /** The bridge that names another cell, and members of it. */
  readonly bridgeTo: (cell: string) => Pick<Bridge, 'name' | 'members'> | undefined;
}

/** What an entry did, of whatever it is made. */
export function deedOf({ hash, entry }: HashedEntry, names: DeedNames): Deed {
  try {
    const kind = kindNamed(entry.kind);
    if (!kind) return { did: 'other' };
    // Anybody can sign anything: what the body's schema does not take is not read.
    if (kindOf(kind).body.safeParse(entry.body).success) return readDeed(kind, hash, entry, names);
  } catch {
    // One entry that cannot be told of must not keep a page of others from being shown.
  }
  return { did: 'unread' };
}

function readDeed(
  did: KindName,
  hash: string,
  { body }: Entry,
  { about, nameOf, bridgeTo }: DeedNames,
): Deed {
  const endorsed = ({ member, cell }: Entry['body']): string =>
    (cell === undefined
      ? undefined
      : bridgeTo(String(cell))?.members.find(({ scid }) => scid === member)?.alias) ?? nameOf(String(member));
  switch (did) {
    case 'found':
      return { did, cell: String(body.name) };
    case 'draft':
      return {
        did,
        proposal: about(hash),
        ...(body.agent === undefined ? {} : { agent: String(body.agent) }),
      };
    case 'revise':
    case 'review':
    case 'comment':
    case 'open':
      return { did, proposal: about(String(body.proposal)) };
    case 'vote':
      return { did, proposal: about(String(body.ballot)), choice: body.choice as Choice };
    case 'withdraw':
    case 'close':
    case 'sign':
    case 'confirm':
    case 'scar-note':
      return { did, proposal: about(String(body.ballot)) };
    case 'scar-heal':
      return { did, proposal: about(String(body.note)) };
    case 'proof':
      return { did, member: nameOf(String(body.member)) };
    case 'endorse':
      return { did, member: endorsed(body), strength: Number(body.strength) };
    case 'transfer':
      return { did, member: nameOf(String(body.to)), amount: Number(body.amount) };
    case 'statement':
      return body.about === 'trust' ? { did, to: bridgeTo(String(body.to))?.name ?? null } : { did };
    case 'import':
      return { did, cell: bridgeTo(importedFrom(body.texts))?.name ?? null };
    case 'define':
      return { did, title: String(body.title) };
    case 'issue':
    case 'revoke':
    case 'status':
    case 'attest':
    case 'restored':
    case 'branch':
    case 'enter':
    case 'leave':
    case 'stay':
      return { did };
  }
}

/** The cell whose entries an import carries. */
function importedFrom(texts: unknown): string {
  const [first] = texts as string[];
  return String(JSON.parse(first ?? '').entry.cell);
}
