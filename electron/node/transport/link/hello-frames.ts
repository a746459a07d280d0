import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { joinedTips, tipsInParts } from '../log/tips.ts';
import type { FrameStream } from './frame-stream.ts';
import {
  CELL_FRAME_MAX_BYTES,
  CELLS_MAX,
  CellFrame,
  decodeFrame,
  encodeFrame,
  HELLO_CELLS_BYTES,
  HELLO_FRAME_MAX_BYTES,
  HELLO_FRAMES_MAX,
  Hello,
  type SaidCell,
} from './frames.ts';
import { ProtocolViolation, sizeSays } from './protocol-violation.ts';

/** What a frame may take beside its tips. */
const REST_BYTES = 4 * 1024;

/** A hello names cells while they fit, in their order; each of the others follows in a frame of its own, or in several. */
export function helloFrames({ cells, ...hello }: Hello): Uint8Array[] {
  if (cells === undefined) return [encodeFrame(hello)];
  const fits = cells.findIndex(
    (cell, at) =>
      cellFrames(cell).length > 1 ||
      encodeFrame({ ...hello, cells: cells.slice(0, at + 1) }).length > HELLO_CELLS_BYTES,
  );
  const [within, after] = fits < 0 ? [cells, []] : [cells.slice(0, fits), cells.slice(fits)];
  const rest = after.flatMap((cell) => cellFrames(cell)).slice(0, HELLO_FRAMES_MAX - 1);
  return [
    encodeFrame({ ...hello, cells: within, ...(rest.length > 0 ? { more: true } : {}) }),
    ...rest.map((frame, at) => encodeFrame({ ...frame, ...(at < rest.length - 1 ? { more: true } : {}) })),
  ];
}

/** What is said of one cell, in as many frames as its tips need, and no more than a peer reads. */
export function cellFrames({ tips, ...cell }: SaidCell): CellFrame[] {
  const parts = tips === undefined ? [undefined] : tipsInParts(tips, CELL_FRAME_MAX_BYTES - REST_BYTES);
  return parts
    .slice(0, HELLO_FRAMES_MAX)
    .map((part) => ({ type: 'cell', ...cell, ...(part === undefined ? {} : { tips: part }) }));
}

/** Rejects with `offline`, `timeout` or a ProtocolViolation. */
export async function readHello(control: FrameStream, timeoutMs: number): Promise<Hello> {
  const first = await next(control, timeoutMs);
  requireSmall(first);
  const { more = false, ...hello } = decodeFrame(first, Hello, 'error.violation.notHello');
  const cells = new Map((hello.cells ?? []).map((cell) => [cell.cell, cell]));
  for (let frames = 1, goesOn = more; goesOn; frames += 1) {
    if (frames === HELLO_FRAMES_MAX)
      throw new ProtocolViolation(says('error.violation.helloTooLong', { limit: HELLO_FRAMES_MAX }));
    const frame = decodeFrame(await next(control, timeoutMs), CellFrame, 'error.violation.notMoreOfHello');
    const { type: _, more: again = false, ...cell } = frame;
    cells.set(cell.cell, joined(cells.get(cell.cell), cell));
    if (cells.size > CELLS_MAX)
      throw new ProtocolViolation(says('error.violation.helloTooLong', { limit: CELLS_MAX }));
    goesOn = again;
  }
  return { ...hello, ...(hello.cells ? { cells: [...cells.values()] } : {}) };
}

/** Only what is said of a cell may be large. */
export function requireSmall(frame: Uint8Array): void {
  if (frame.length <= HELLO_FRAME_MAX_BYTES) return;
  throw new ProtocolViolation(
    says('error.violation.frameTooLarge', {
      size: sizeSays(frame.length),
      limit: sizeSays(HELLO_FRAME_MAX_BYTES),
    }),
  );
}

function joined(before: SaidCell | undefined, more: SaidCell): SaidCell {
  return before ? { ...more, tips: joinedTips(before.tips ?? {}, more.tips ?? {}) } : more;
}

async function next(control: FrameStream, timeoutMs: number): Promise<Uint8Array> {
  const frame = await control.read(timeoutMs);
  if (frame === null) throw new GhostStackError('offline', says('error.transport.closedBeforeHello'));
  return frame;
}
