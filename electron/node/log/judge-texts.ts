import { saysOf } from '#shared/contract/errors.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import { isSigned, isSignedAside, type ReadEntry, readEntry, withoutSignature } from './read-entry.ts';
import { type Behind, Claims, SIGNED } from './vouching.ts';

/** An entry that came from elsewhere, and what the others that came with it say of it. */
export interface JudgedEntry extends ReadEntry {
  /** Whether its own signature holds; null: that was not asked, as others vouch for it. */
  readonly holds: boolean | null;
  /** Null if nothing that came with it vouches for it. */
  readonly behind: Behind | null;
}

/** One that is vouched for. */
export interface VouchedEntry extends JudgedEntry {
  readonly behind: Behind;
}

export type JudgedText = JudgedEntry | { readonly error: Saying };

/** Reads texts, and checks as few signatures as vouch for all of them: what they are depends on the texts alone. */
export function judgeTexts(texts: readonly string[], isPlaced: (hash: string) => boolean): JudgedText[] {
  const judging = judge(texts.map(tryRead), isPlaced);
  for (let asked = judging.next(); ; asked = judging.next(asked.value.map(isSigned)))
    if (asked.done) return asked.value;
}

/** The same, with the signatures checked beside each other and beside this thread. */
export async function judgeTextsAside(
  texts: readonly string[],
  isPlaced: (hash: string) => boolean,
): Promise<JudgedText[]> {
  const judging = judge(texts.map(tryRead), isPlaced);
  for (let asked = judging.next(); ; asked = judging.next(await Promise.all(asked.value.map(isSignedAside))))
    if (asked.done) return asked.value;
}

type Tried = ReadEntry | { readonly error: Saying };

/** Whatever a text does to the code that reads it. */
function tryRead(text: string): Tried {
  try {
    return readEntry(text);
  } catch (thrown) {
    return { error: saysOf(thrown) };
  }
}

/** Asks whether some are signed, and all the others if one of those is not. */
function* judge(
  tried: readonly Tried[],
  isPlaced: (hash: string) => boolean,
): Generator<ReadEntry[], JudgedText[], boolean[]> {
  const [only] = tried;
  if (only === undefined) return [];
  // As most come: nothing else can vouch for it.
  if (tried.length === 1 && 'entry' in only) return [yield* judgeOne(only, isPlaced)];
  const reads = tried.filter((read) => 'entry' in read).filter(({ hash }) => !isPlaced(hash));
  const claims = new Claims(reads);
  const holds = new Map<number, boolean>();
  for (const [at, { signature }] of reads.entries()) if (signature === null) holds.set(at, false);
  yield* ask(claims.toCheckFirst(), reads, holds);
  if ([...holds].some(([at, does]) => !does && reads[at]?.signature !== null))
    yield* ask(
      [...reads.keys()].filter((at) => !holds.has(at)),
      reads,
      holds,
    );
  const behind = claims.vouched(holds);
  const indexes = new Map(reads.map((read, at): [Tried, number] => [read, at]));
  return tried.map((read) => {
    if ('error' in read) return read;
    const at = indexes.get(read) ?? -1;
    const does = holds.get(at) ?? null;
    return {
      ...(does === false ? withoutSignature(read) : read),
      holds: does,
      behind: behind.get(at) ?? null,
    };
  });
}

function* judgeOne(
  read: ReadEntry,
  isPlaced: (hash: string) => boolean,
): Generator<ReadEntry[], JudgedEntry, boolean[]> {
  if (isPlaced(read.hash)) return { ...read, holds: null, behind: null };
  const [does = false] = read.signature === null ? [] : yield [read];
  return does
    ? { ...read, holds: true, behind: SIGNED }
    : { ...withoutSignature(read), holds: false, behind: null };
}

function* ask(
  indexes: readonly number[],
  reads: readonly ReadEntry[],
  holds: Map<number, boolean>,
): Generator<ReadEntry[], void, boolean[]> {
  if (indexes.length === 0) return;
  const answers = yield indexes.map((at) => reads[at] as ReadEntry);
  for (const [of, at] of indexes.entries()) holds.set(at, answers[of] ?? false);
}
