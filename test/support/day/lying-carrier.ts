/**
 * Loaded into a node that runs from its sources (`--import`): it takes whatever mail of others is to be had, says that
 * it keeps it, throws it away, and names it for ever to whom it is for. In all else it is the product. What it threw
 * away it writes into a file, a hash a line.
 */
import { appendFileSync } from 'node:fs';
import { ParcelTable } from '../../../electron/node/messaging/carrying/parcel-table.ts';

const recipients = new Map<string, string>();
const claimed = (isMeant: (recipientDid: string) => boolean): string[] =>
  [...recipients].flatMap(([hash, did]) => (isMeant(did) ? [hash] : []));

Object.assign(ParcelTable.prototype, {
  insert({ hash, envelope }: Parameters<ParcelTable['insert']>[0]): void {
    recipients.set(hash, envelope.recipient_did);
    appendFileSync(String(process.env.GHOSTSTACK_TEST_LIES), `${hash}\n`);
  },
  hashesFor: (did: string) => claimed((recipient) => recipient === did),
  hashesBeside: (did: string) => claimed((recipient) => recipient !== did),
} satisfies Partial<ParcelTable>);
