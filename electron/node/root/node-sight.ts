import type { SeenInvitations as SeenView } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { addressText, readAddress } from '#shared/protocol/address/typed-address.ts';
import { isSameName } from '#shared/protocol/names/name-skeleton.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeInvitation, readInvitation } from '../cell/joining/invitation.ts';
import { SightAnswer } from '../cell/joining/seen-invitations.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import type { SeenInviter } from '../transport/discovery/sight-search.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { OpenCells } from './open-cells.ts';
import type { Operator } from './operator.ts';

type NodeSightOptions = Pick<NodeCellsOptions, 'sight' | 'clock' | 'addresses' | 'askToJoin'>;

const INVITER_MS = 20_000;
const ADDRESSES_MAX = 8;

/** Inviting, and coming in, by sight: the code goes over a connection instead of through people's hands. */
export class NodeSight {
  readonly #options: NodeSightOptions;
  readonly #cells: OpenCells;

  constructor(options: NodeSightOptions, cells: OpenCells) {
    this.#options = options;
    this.#cells = cells;
  }

  /** Shows for so long that this node invites; 0 hides it. Returns until when, in ms since the epoch. */
  async show(forMs: number, { identity, name }: Operator): Promise<number> {
    const { sight, clock, addresses } = this.#options;
    const { seen } = this.#cells.requireMember().admissions;
    const untilMs = clock() + forMs;
    if (forMs === 0) {
      seen.hide();
      await sight().hide();
      return untilMs;
    }
    const cell = this.#cells.requireMember();
    const epoch = cell.epoch();
    const me = epoch?.members.find(({ scid }) => scid === identity.scid);
    const card = { key: identity.signingKey, inviter: me?.alias ?? name, cellName: epoch?.name ?? '' };
    await sight().show(card, untilMs);
    seen.show(addresses(), untilMs);
    return untilMs;
  }

  /** Who invites on this network now. Nothing of it is proved. */
  look({ identity }: Operator): SeenView {
    const { seen, crowded } = this.#options.sight().look(identity.signingKey);
    return { crowded, seen: seen.map((one) => viewOf(one, seen)) };
  }

  /** Asks one of those that were seen for an invitation: its code. */
  async codeOf(id: string, { identity }: Operator): Promise<string> {
    const { sight, askToJoin } = this.#options;
    const inviter = sight()
      .look(identity.signingKey)
      .seen.find(({ key }) => idOf(key) === id);
    if (!inviter) throw new GhostStackError('not-found', says('error.cell.noLongerShown'));
    const answer = await askToJoin({
      addresses: inviter.addresses,
      inviterKey: inviter.key,
      request: { v: 1, sight: true },
      signal: AbortSignal.timeout(INVITER_MS),
    });
    const parsed = SightAnswer.safeParse(answer);
    if (!parsed.success) throw new GhostStackError('malformed', says('error.cell.answerNotUnderstood'));
    const invitation = readInvitation(parsed.data.code);
    if (Buffer.compare(decodeMultikey(invitation.inviter).publicKey, inviter.key) !== 0)
      throw new GhostStackError('refused', says('error.cell.somebodyElseAnswered'));
    // Where it has just answered comes first.
    const addresses = [...new Set([...inviter.addresses, ...invitation.addresses])].slice(0, ADDRESSES_MAX);
    return encodeInvitation({ ...invitation, addresses });
  }
}

function viewOf(one: SeenInviter, all: readonly SeenInviter[]): SeenView['seen'][number] {
  const { key, inviter, cellName, addresses } = one;
  const read = readAddress(addresses[0] ?? '');
  return {
    id: idOf(key),
    inviter,
    cellName,
    address: 'address' in read ? addressText(read.address) : '',
    hasLookAlike: all.some((other) => other !== one && isSameName(other.inviter, inviter)),
  };
}

function idOf(key: Uint8Array): string {
  return Buffer.from(key).toString('hex');
}
