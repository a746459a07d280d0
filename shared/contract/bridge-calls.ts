/** The calls about bridges to other cells: a part of `contract.ts`. */
import { z } from 'zod';
import { Hash } from '../protocol/log/entry.ts';
import { call, Nothing } from './call.ts';
import { BridgeDays, CardView, Imported, StatementFile } from './domain/bridge.ts';

const CARD_MAX = 4_096;
/** What other cells say, with what is written around it. */
const SAID_MAX = 256 * 1024;
const CardText = z.string().min(1).max(CARD_MAX);

export const bridgeCalls = {
  /** What another cell needs to agree on a bridge to this one. */
  'bridges.card': call(Nothing, CardView),
  /** What another cell's card says, with the words to compare. */
  'bridges.readCard': call(z.object({ card: CardText }).strict(), CardView),
  /** Opens the vote on a bridge to the cell of that card, whose six words were found to be these. */
  'bridges.propose': call(
    z.object({ card: CardText, words: z.string().max(200), days: BridgeDays.default(180) }).strict(),
    z.object({ id: z.string() }),
  ),
  /** Opens the vote on its end. */
  'bridges.end': call(z.object({ cell: Hash }).strict(), z.object({ id: z.string() })),
  /** The newest that this cell says to another one, with what attests it. */
  'bridges.statement': call(z.object({ cell: Hash }).strict(), StatementFile),
  /** Takes over what another cell says. */
  'bridges.import': call(z.object({ text: z.string().min(1).max(SAID_MAX) }).strict(), Imported),
};
