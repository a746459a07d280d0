/**
 * Loaded into a node that runs from its sources (`--import`): it takes whatever mail of others is to be had, says that
 * it keeps it, throws it away, and names it for ever to whom it is for. In all else it is the product.
 */
import { ParcelTable } from '../../../electron/node/messaging/carrying/parcel-table.ts';

const recipients = new Map<string, string>();
const claimed = (isMeant: (recipientDid: string) => boolean): string[] =>
  [...recipients].flatMap(([hash, did]) => (isMeant(did) ? [hash] : []));

Object.assign(ParcelTable.prototype, {
  insert({ hash, envelope }: Parameters<ParcelTable['insert']>[0]): void {
    recipients.set(hash, envelope.recipient_did);
  },
  hashesFor: (did: string) => claimed((recipient) => recipient === did),
  hashesBeside: (did: string) => claimed((recipient) => recipient !== did),
} satisfies Partial<ParcelTable>);
