import type { Connection, Libp2p } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { addressInWords, parsePeerAddress } from '../../messaging/peer-address.ts';
import { describeDialFailure, isOtherNode, OTHER_PROTOCOL } from '../link/dial-failure.ts';
import { dialTargets } from '../link/dial-targets.ts';
import { ADDRESSES_A_TRY } from '../link/dialler.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { decode, encodeFrame } from '../link/frames.ts';
import { peerIdOf } from '../link/peer-key.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { TransportTiming } from '../link/timing.ts';
import { JOIN_ANSWER_MAX_BYTES, JOIN_PROTOCOL, JOIN_REQUEST_MAX_BYTES, JoinReply } from './join-frames.ts';

export interface JoinQuestion {
  /** Where the inviter may be, as people write addresses. */
  readonly addresses: readonly string[];
  /** Ed25519, 32 bytes: whoever answers must prove this key. */
  readonly inviterKey: Uint8Array;
  /** JSON. */
  readonly request: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts one question to an inviter's join desk over a connection of its own. Rejects with the code and words that the
 * desk gave; `offline`, `unavailable`, `timeout` or `cancelled` if there was no answer: none of these is the inviter's
 * last word. A gate that is closed gives a ClosedGate.
 */
export async function askToJoin(
  host: Libp2p,
  { addresses, inviterKey, request, signal }: JoinQuestion,
  timing: TransportTiming,
): Promise<unknown> {
  const targets = addresses.map(parsePeerAddress);
  const peerId = peerIdOf(inviterKey);
  const wasConnected = host.getConnections(peerId).length > 0;
  let connection: Connection | null = null;
  try {
    // One after another: each has its time before the inviter has to answer.
    const rounds = Math.ceil(targets.length / ADDRESSES_A_TRY);
    const deadline = AbortSignal.timeout(rounds * timing.dialMs + timing.joinMs + timing.helloMs);
    const either = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    connection = await host.dial(dialTargets(targets, peerId), { signal: either });
    return await ask(connection, request, timing, either);
  } catch (error) {
    if (signal?.aborted === true)
      throw new GhostStackError('cancelled', says('error.transport.joiningStopped'));
    throw askingFailed(error, targets);
  } finally {
    if (!wasConnected) await connection?.close().catch(() => undefined);
  }
}

async function ask(
  connection: Connection,
  request: unknown,
  timing: TransportTiming,
  signal: AbortSignal,
): Promise<unknown> {
  const stream = await connection.newStream(JOIN_PROTOCOL, { signal });
  const frames = new FrameStream(stream, {
    maxFrameBytes: JOIN_ANSWER_MAX_BYTES,
    maxWrittenBytes: JOIN_REQUEST_MAX_BYTES,
    maxUnreadBytes: JOIN_ANSWER_MAX_BYTES,
    frameMs: timing.frameMs,
  });
  const onAbort = (): void =>
    frames.fail(new GhostStackError('timeout', says('error.transport.inviterSilent')));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    await frames.write(encodeFrame(request as object));
    const frame = await frames.read(timing.joinMs + timing.helloMs);
    if (frame === null) throw new GhostStackError('offline', says('error.transport.inviterEnded'));
    const reply = decode(frame, JoinReply, 'error.violation.notJoinAnswer', JOIN_ANSWER_MAX_BYTES);
    await frames.close(AbortSignal.timeout(timing.closeMs));
    if (reply.ok) return reply.value;
    throw new DeskRefusal(reply.error.code, asWritten(reply.error.message));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Whoever answers at the inviter's address let us prove our key, and then closed: for now, or because no invitation is open. */
export class ClosedGate extends GhostStackError {}

/** What the desk itself said: handed on as it is. */
class DeskRefusal extends GhostStackError {}

function askingFailed(error: unknown, targets: readonly string[]): GhostStackError {
  if (error instanceof DeskRefusal) return new GhostStackError(error.code, error.says);
  if (error instanceof ProtocolViolation) return error;
  if (error instanceof GhostStackError && ['timeout', 'too-large', 'invalid-argument'].includes(error.code)) {
    return error;
  }
  const where = targets.map(addressInWords).join(', ');
  const verdict = describeDialFailure(error, false);
  if (verdict.state !== 'refused' && isOtherNode(error)) {
    return new GhostStackError('unavailable', says('error.transport.anotherNodeAnswers', { where }), {
      cause: error,
    });
  }
  if (verdict.state !== 'refused') {
    return new GhostStackError('offline', says('error.transport.inviterUnreachable', { where }), {
      cause: error,
    });
  }
  if (verdict.reason !== OTHER_PROTOCOL) {
    return new ClosedGate('unavailable', says('error.transport.inviterLetsNobodyIn', { where }), {
      cause: error,
    });
  }
  return new GhostStackError(
    'unavailable',
    says('error.transport.inviterNotFound', { where, reason: verdict.reason }),
    { cause: error },
  );
}
