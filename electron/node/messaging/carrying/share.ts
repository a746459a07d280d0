import { MIB, PARCELS_PER_SENDER } from './limits.ts';

export interface Amount {
  readonly parcels: number;
  readonly bytes: number;
}

/** What one sender may leave with this node. */
export function shareOf(mib: number): Amount {
  return { parcels: PARCELS_PER_SENDER, bytes: mib * MIB };
}

/**
 * Whether a parcel of that size fits into its sender's share, of which at most half is for one recipient: so neither
 * one sender nor one recipient that never answers takes the room of the others.
 */
export function fitsInto(share: Amount, ofSender: Amount, forRecipient: Amount, bytes: number): boolean {
  return fits(share, ofSender, bytes) && fits(half(share), forRecipient, bytes);
}

function half({ parcels, bytes }: Amount): Amount {
  return { parcels: Math.floor(parcels / 2), bytes: Math.floor(bytes / 2) };
}

function fits(limit: Amount, used: Amount, bytes: number): boolean {
  return used.parcels + 1 <= limit.parcels && used.bytes + bytes <= limit.bytes;
}
