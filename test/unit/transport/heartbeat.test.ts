import type { Stream, StreamMessageEvent } from '@libp2p/interface';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { Heartbeat } from '../../../electron/node/transport/link/heartbeat.ts';

const PING_MS = 2_000;

/** A stream on which the test decides what comes in. */
class FakeStream extends EventTarget {
  comesIn(): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: Uint8Array.of(0) }) as StreamMessageEvent);
  }
}

function beating() {
  const streams = [new FakeStream(), new FakeStream()];
  const said: string[] = [];
  for (const stream of streams) {
    new FrameStream(stream as unknown as Stream, {
      maxFrameBytes: 100,
      maxUnreadBytes: 100,
      frameMs: 3_600_000,
    });
  }
  const heartbeat = new Heartbeat({
    connection: { streams: streams as unknown as Stream[] },
    pingMs: PING_MS,
    ping: () => said.push('ping'),
    onSilence: () => said.push('gone'),
  });
  onTestFinished(() => heartbeat.stop());
  return { heartbeat, said, stream: streams[1]! };
}

describe('Heartbeat', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks a silent peer once, and gives it up when nothing comes back for the time of a ping', () => {
    const { said } = beating();
    vi.advanceTimersByTime(PING_MS / 2);
    expect(said).toEqual(['ping']);
    vi.advanceTimersByTime(PING_MS - 1);
    expect(said).toEqual(['ping']);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['ping', 'gone']);
    vi.advanceTimersByTime(100 * PING_MS);
    expect(said).toEqual(['ping', 'gone']);
  });

  it('takes whatever comes in on any stream for a sign of life', () => {
    const { said, stream } = beating();
    for (let second = 0; second < 60; second++) {
      stream.comesIn();
      vi.advanceTimersByTime(PING_MS / 2);
    }
    expect(said).toEqual([]);
  });

  it('asks again when a peer that answered is silent again', () => {
    const { said, stream } = beating();
    for (const pings of [1, 2, 3]) {
      vi.advanceTimersByTime(PING_MS / 2);
      expect(said).toEqual(Array.from({ length: pings }, () => 'ping'));
      stream.comesIn();
      vi.advanceTimersByTime(PING_MS / 2);
    }
    vi.advanceTimersByTime(2 * PING_MS);
    expect(said).toEqual(['ping', 'ping', 'ping', 'ping', 'gone']);
  });

  it('says nothing more when it is stopped', () => {
    const { heartbeat, said } = beating();
    vi.advanceTimersByTime(PING_MS / 2);
    heartbeat.stop();
    vi.advanceTimersByTime(100 * PING_MS);
    expect(said).toEqual(['ping']);
  });
});
