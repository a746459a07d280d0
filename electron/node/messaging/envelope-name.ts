import { hash } from 'node:crypto';

const BYTES = 6;

/**
 * A number of 48 bits for what a sender named: an id, a nonce or the name of a message. Two names may have the same one,
 * so it only finds the rows to compare with; to find many names with one number takes nearly as many hashes as there are
 * numbers, for each.
 */
export function envelopeName(senderDid: string, recipientDid: string, name: string): number {
  return hash('sha256', `${senderDid} ${recipientDid} ${name}`, 'buffer').readUIntBE(0, BYTES);
}
