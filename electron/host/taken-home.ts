/** Looks again and again at a home that another process holds. */
import type { TakenHome } from '#shared/contract/domain/home.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { readHolder } from '../node/store/home-holder.ts';
import { requireFreeHome } from '../node/store/home-lock.ts';
import { callRunningNode } from './running-node.ts';

const LOOK_MS = 1_000;
/** A node that is stopped in the middle of things (a debugger, a suspended computer) takes a call and answers none. */
const ANSWER_MS = 3_000;

export async function lookAtTakenHome(path: string): Promise<TakenHome> {
  if (isFree(path)) return { path, holder: null, ended: true, attachable: false };
  const attachable = await answers(path);
  return { path, holder: readHolder(path), ended: false, attachable };
}

/** Tells of each change, from `known` on, until the returned function is called. */
export function watchTakenHome(known: TakenHome, told: (home: TakenHome) => void): () => void {
  let last = JSON.stringify(known);
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const look = async (): Promise<void> => {
    const now = await lookAtTakenHome(known.path);
    if (isOver) return;
    const text = JSON.stringify(now);
    if (text !== last) told(now);
    last = text;
    timer = setTimeout(() => void look(), LOOK_MS);
  };
  timer = setTimeout(() => void look(), LOOK_MS);
  return () => {
    isOver = true;
    if (timer) clearTimeout(timer);
  };
}

function isFree(path: string): boolean {
  try {
    requireFreeHome(path);
    return true;
  } catch (error) {
    // Anything else is said by the start that is tried then.
    return !(error instanceof GhostStackError && error.code === 'home-locked');
  }
}

async function answers(path: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ANSWER_MS);
  });
  try {
    const answer = await Promise.race([callRunningNode(path, 'headless.about', {}), late]);
    return answer?.ok === true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
