import { z } from 'zod';
import type { CardView } from '#shared/contract/domain/bridge.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { bridgedCell } from '#shared/protocol/closing/bridge-change.ts';
import { type Epoch, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { parseStrictJson } from '../../crypto/strict-json.ts';
import { memberKey } from '../../log/member-logs.ts';
import { bridgeWords } from './bridge-words.ts';

const CARD_MAX_BYTES = 4_096;

const Card = z.strictObject({ v: z.literal(1), ...bridgedCell });
type Card = z.infer<typeof Card>;

/** What a cell says of itself to one that is to agree on a bridge to it: who speaks for it, as its epoch has it. */
export function cardOf(cell: string, epoch: Epoch): Card {
  const members = epoch.members.map(({ scid, alias, didLog }) => {
    const key = memberKey(scid, didLog);
    if (key === null) throw new GhostStackError('internal', says('error.cell.noSuchMember'));
    return { scid, alias, key };
  });
  return { v: 1, cell, name: epoch.name, q: quorumSizes(epoch).q, members };
}

/**
 * Another cell's card, as it was handed over; nothing in it proves that it is right.
 * @throws {GhostStackError} `malformed` for what is none
 */
export function readCard(text: string): Card {
  try {
    const value = parseStrictJson(text.trim(), { maxBytes: CARD_MAX_BYTES });
    return Card.parse(value);
  } catch {
    throw new GhostStackError('malformed', says('error.bridges.noCard'));
  }
}

export function cardView(card: Card): CardView {
  const { cell, name, q, members } = card;
  const aliases = members.map(({ alias }) => alias);
  return { cell, name, q, members: aliases, words: bridgeWords(card), text: canonicalize(card) };
}
