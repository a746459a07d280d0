import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { Code, PeerTag } from '../../../electron/node/store/events/event-kinds.ts';
import { EventLog, FILES_MAX } from '../../../electron/node/store/events/event-log.ts';
import { codeOf, peerTag, placesOf } from '../../../electron/node/store/events/event-values.ts';
import { readEvents } from '../../../electron/node/store/events/read-events.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DID = 'did:webvh:QmSecret:cell.ghoststack.invalid';

describe('the log files of a home', () => {
  it('are private lines with the fields of their event, and read the newest first', async () => {
    const folder = join(temporaryFolder(), 'logs');
    let nowMs = 1_000;
    const log = new EventLog({ folder, nowMs: () => (nowMs += 1) });
    log.tell('peer.connected', { peer: peerTag('home', DID) });
    log.tell('call.failed', { call: 'messages.send', code: 'not-found' });
    await log.flush();
    log.tell('node.stopped', {});
    log.flushNow();
    const path = join(folder, 'events.jsonl');
    expect([statSync(folder).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600]);
    const { events, more } = readEvents(folder, { level: 'info', limit: 2 });
    expect(events.map(({ event }) => event)).toEqual(['node.stopped', 'call.failed']);
    expect(events[1]?.fields).toEqual({ call: 'messages.send', code: 'not-found' });
    expect(more).toBe(true);
    expect(readEvents(folder, { level: 'warning', limit: 9 }).events.map(({ event }) => event)).toEqual([
      'call.failed',
    ]);
    writeFileSync(path, 'half a line', { flag: 'a' });
    expect(readEvents(folder, { level: 'info', limit: 9 }).events).toHaveLength(3);
  });

  it('hold no text of others, whatever is cast into a field', () => {
    const folder = join(temporaryFolder(), 'logs');
    const log = new EventLog({ folder });
    const secret = 'meet me at the mill';
    log.tell('peer.lost', { peer: DID as PeerTag });
    log.tell('fault', {
      what: secret as 'fault.joining',
      code: secret as unknown as Code,
      places: placesOf(new Error(secret)),
    });
    log.tell('node.stopped', { text: secret } as object);
    log.flushNow();
    const written = readFileSync(join(folder, 'events.jsonl'), 'utf8');
    expect(written).not.toContain('mill');
    expect(written).not.toContain('QmSecret');
    expect(written.match(/events\.test\.ts:\d+:\d+/g)?.length).toBe(1);
  });

  it('are five at most, of a bounded size', async () => {
    const folder = join(temporaryFolder(), 'logs');
    const log = new EventLog({ folder, fileMaxBytes: 4_000 });
    for (let round = 0; round < 12; round += 1) {
      for (let line = 0; line < 50; line += 1) log.tell('database.checked', { tookMs: round, isWhole: true });
      await log.flush();
    }
    expect(readdirSync(folder)).toHaveLength(FILES_MAX);
    const { events } = readEvents(folder, { level: 'info', limit: 500 });
    expect(events).toHaveLength(FILES_MAX * 50);
    expect(events[0]?.fields.tookMs).toBe(11);
    expect(events.at(-1)?.fields.tookMs).toBe(7);
  });

  it('count what is told faster than it can be written', () => {
    const folder = join(temporaryFolder(), 'logs');
    const log = new EventLog({ folder });
    for (let line = 0; line < 2_010; line += 1) log.tell('node.stopped', {});
    log.flushNow();
    const [last] = readEvents(folder, { level: 'warning', limit: 1 }).events;
    expect(last).toMatchObject({ event: 'log.dropped', fields: { lines: 10 } });
  });

  it('tell of an error its code and places, and nothing that its message brings', () => {
    const hostile = new Error('no\n    at secret (meet-me.js:1:1)\n    at other (mill.js:2:2)');
    expect(placesOf(hostile)).not.toContain('meet-me');
    expect(placesOf(hostile)).toContain('events.test.ts:');
    hostile.stack = `Error: another text\n    at secret (meet-me.js:1:1)`;
    expect(placesOf(hostile)).toBe('');
    expect(codeOf(new GhostStackError('timeout', asWritten('x')))).toBe('timeout');
    expect(codeOf(Object.assign(new Error('x'), { code: 'meet me' }))).toBe('other');
    expect(codeOf(new Error('x', { cause: Object.assign(new Error('y'), { code: 'ECONNRESET' }) }))).toBe(
      'ECONNRESET',
    );
    expect(peerTag('one home', DID)).not.toBe(peerTag('another', DID));
  });
});
