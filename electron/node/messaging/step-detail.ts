import { inEnglish, isSaying, type Saying } from '#shared/protocol/saying.ts';

/** What a step of a message tells beside its name and time: a member's name, or a saying. */
export type StepDetail = string | Saying | null;

/** As it is kept: a saying as JSON, so that whoever reads it later does so in their language. */
export function keptDetail(detail: StepDetail): string | null {
  return isSaying(detail) ? JSON.stringify(detail) : detail;
}

/** What was kept. Steps of before this build have their English sentence; one of another build may have no words here. */
export function readDetail(kept: string | null): { detail: string | null; says?: Saying } {
  if (!kept?.startsWith('{"key":')) return { detail: kept };
  try {
    const says: unknown = JSON.parse(kept);
    return isSaying(says) ? { detail: inEnglish(says), says } : { detail: kept };
  } catch {
    return { detail: kept };
  }
}
