import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { joinedTips, tipsInParts } from '../log/tips.ts';
import type { FrameStream } from './frame-stream.ts';
import {
  decodeFrame,
  encodeFrame,
  HELLO_FRAME_MAX_BYTES,
  HELLO_FRAMES_MAX,
  Hello,
  MoreTips,
} from './frames.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** What a hello may take beside its tips. */
const REST_BYTES = 4 * 1024;

/** A hello whose tips do not fit goes on in further frames. */
export function helloFrames({ tips, ...hello }: Hello): Uint8Array[] {
  if (tips === undefined) return [encodeFrame(hello)];
  const parts = tipsInParts(tips, HELLO_FRAME_MAX_BYTES - REST_BYTES).slice(0, HELLO_FRAMES_MAX);
  return parts.map((part, at) => {
    const more = at < parts.length - 1 ? { more: true } : {};
    return encodeFrame(at === 0 ? { ...hello, tips: part, ...more } : { type: 'tips', tips: part, ...more });
  });
}

/** Rejects with `offline`, `timeout` or a ProtocolViolation. */
export async function readHello(control: FrameStream, timeoutMs: number): Promise<Hello> {
  const { more = false, ...hello } = decodeFrame(
    await next(control, timeoutMs),
    Hello,
    'error.violation.notHello',
  );
  let { tips } = hello;
  for (let frames = 1, goesOn = more; goesOn; frames += 1) {
    if (frames === HELLO_FRAMES_MAX)
      throw new ProtocolViolation(says('error.violation.helloTooLong', { limit: HELLO_FRAMES_MAX }));
    const part = decodeFrame(await next(control, timeoutMs), MoreTips, 'error.violation.notMoreOfHello');
    tips = joinedTips(tips ?? {}, part.tips);
    goesOn = part.more ?? false;
  }
  return { ...hello, ...(tips ? { tips } : {}) };
}

async function next(control: FrameStream, timeoutMs: number): Promise<Uint8Array> {
  const frame = await control.read(timeoutMs);
  if (frame === null) throw new GhostStackError('offline', says('error.transport.closedBeforeHello'));
  return frame;
}
