import { z } from 'zod';
import { issue } from '#shared/protocol/saying.ts';
import { formatVersionTime, parseVersionTime } from '../../identity/did-webvh/version-time.ts';

/** Whole seconds, UTC. */
export const Time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .refine((text) => parseVersionTime(text) !== null, issue('issue.noSuchDay'));

/** Milliseconds since the epoch of a `Time`. */
export function timeOf(time: string): number {
  return Date.parse(time);
}

/** `2026-11-23T10:00:00Z`, rounded down. */
export function timeText(atMs: number): string {
  return formatVersionTime(atMs);
}
