/** A slot is what one certificate decides: one attempt at a proposal, or what becomes of an epoch's members and rules. */
import { z } from 'zod';
import type { OpenBody } from './bodies.ts';

const MEMBERS = 'members';

export const Slot = z
  .string()
  .regex(new RegExp(`^(?:[0-9a-f]{64}/[1-9]\\d{0,5}|${MEMBERS}/(?:0|[1-9]\\d{0,8}))$`));

export function membershipSlot(epoch: number): string {
  return `${MEMBERS}/${epoch}`;
}

export function isMembershipSlot(slot: string): boolean {
  return slot.startsWith(`${MEMBERS}/`);
}

function attemptSlot(proposal: string, attempt: number): string {
  return `${proposal}/${attempt}`;
}

/** The slot that a ballot stands in. */
export function slotOf(body: Pick<OpenBody, 'change' | 'epoch' | 'proposal' | 'attempt'>): string {
  return body.change ? membershipSlot(body.epoch) : attemptSlot(body.proposal, body.attempt);
}
