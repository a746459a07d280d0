// resolveDidLog over the whole suite of did:webvh: what it publishes, at versions and times, and nothing else.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  deactivateDidLog,
  formatDidLog,
  rotateDidLogKey,
} from '../../../electron/node/identity/did-webvh/index.ts';
import { type ResolveOptions, resolveDidLog } from '../../../electron/node/tutorial/index.ts';
import { commitTo, key, memberLog, START_MS, sealing } from '../../support/did-webvh-forger.ts';
import { logOf, SUITE, SUITE_NOW_MS, scenarios, witnessFileOf } from '../../support/did-webvh-suite.ts';
import { readVectorJson } from '../../support/vectors.ts';

interface Published {
  readonly didDocument: { readonly id: string } | null;
  readonly didDocumentMetadata: Readonly<Record<string, unknown>>;
  readonly didResolutionMetadata: { readonly error?: string };
}

const published = (name: string, file = 'resolutionResult.json') =>
  readVectorJson<Published>(`didwebvh/${name}/${file}`);
const given = (name: string, more: ResolveOptions = {}): ResolveOptions => ({
  witness: witnessFileOf(name),
  now: SUITE_NOW_MS,
  ...more,
});

/** It lacks a witness, as its maintainers found (did-webvh-vectors.test.ts). */
const FAULTY = 'witness-update/ts';
const positive = scenarios.filter((name) => !name.startsWith('negative-') && name !== FAULTY);

describe('what the suite publishes', () => {
  test.each(positive)('%s', (name) => {
    const files = readdirSync(join(SUITE, name)).filter((file) => file.startsWith('resolutionResult'));
    for (const file of files) {
      const { didDocument, didDocumentMetadata: meta } = published(name, file);
      const versionId = String(meta.versionId);
      const found = resolveDidLog(logOf(name), given(name, { did: didDocument?.id ?? '', versionId }));
      expect(found.didResolutionMetadata).toEqual({ contentType: 'application/did+ld+json' });
      expect(found.didDocument?.id).toBe(didDocument?.id);
      // The one writer spells out what did not change, and the other what is false.
      const { versionNumber, versionTime, created, deactivated = false } = meta;
      const told = { versionId, versionNumber, versionTime, created, deactivated };
      expect(found.didDocumentMetadata).toMatchObject(told);
      // In force from its own moment on.
      const atTime = given(name, { versionTime: String(versionTime) });
      expect(resolveDidLog(logOf(name), atTime)).toEqual(found);
      expect(resolveDidLog(Buffer.from(logOf(name)), atTime)).toEqual(found);
    }
  });

  test.each(scenarios.filter((name) => name.startsWith('negative-')))(
    '%s is refused as published',
    (name) => {
      const bad: Readonly<Record<string, string>> = {
        'fragment-leaks-into-domain': '127.0.0.1#x',
        'lowercase-pct-port-ip': '127.0.0.1%3a8080',
        'pct-encoded-ip-host': '127%2E0%2E0%2E1',
        'pct-encoded-traversal': 'example.com:%2E%2E:admin',
      };
      const host = bad[name.split('/')[0]!.slice('negative-'.length)];
      const did = host ? `did:webvh:Qmdxt11AjZewCNXX69bpEDobgjySeZ7eFwjf4tgpF6p2Dg:${host}` : undefined;
      const found = resolveDidLog(logOf(name), given(name, did ? { did } : {}));
      const { error } = published(name).didResolutionMetadata;
      expect(found).toMatchObject({
        didDocument: null,
        didDocumentMetadata: {},
        didResolutionMetadata: { error },
      });
    },
  );

  test(`${FAULTY}, which lacks a witness, is refused`, () => {
    expect(resolveDidLog(logOf(FAULTY), given(FAULTY)).didDocument).toBeNull();
  });
});

/** Each byte in the long form; in the short one so many of each line, spread over it, others each time. */
const BYTES = process.env.GHOSTSTACK_LONG ? Number.POSITIVE_INFINITY : 8;

test('each line of each log, changed in a byte, is refused', () => {
  const accepted: string[] = [];
  let tried = 0;
  for (const name of positive) {
    const bytes = Buffer.from(logOf(name));
    const starts = [0, ...[...bytes.keys()].filter((at) => bytes[at - 1] === 0x0a)];
    starts.forEach((start, line) => {
      const end = starts[line + 1] ?? bytes.length;
      const length = end - start;
      if (length <= 1) return;
      const step = Math.max(1, length / BYTES);
      for (let at = Math.random() * Math.min(step, length); at < length; at += step) {
        const place = start + Math.floor(at);
        const before = bytes[place]!;
        bytes[place] = before ^ (1 << Math.floor(Math.random() * 7));
        tried += 1;
        if (resolveDidLog(bytes, given(name)).didDocument !== null) accepted.push(`${name}, byte ${place}`);
        bytes[place] = before;
      }
    });
  }
  expect(accepted).toEqual([]);
  expect(tried).toBeGreaterThan(200);
});

describe('a member who leaves', () => {
  const { log, did } = memberLog();
  const rotated = rotateDidLogKey({
    log,
    nextKey: key(2),
    sealingPublicKey: sealing(2),
    nextKeyHashes: commitTo(4, 3),
    nowMs: START_MS + 60_000,
  });
  const ended = deactivateDidLog({ log: rotated, nextKey: key(4), nowMs: START_MS + 120_000 });
  const now = START_MS + 3_600_000;

  test('ends its DID: whoever reads the log learns it, at whichever version', () => {
    const found = resolveDidLog(formatDidLog(ended), { did, now });
    expect(found.didDocumentMetadata).toMatchObject({ deactivated: true, versionNumber: 4 });
    const before = resolveDidLog(ended, { versionTime: START_MS + 60_000, now });
    expect(before.didDocumentMetadata).toMatchObject({ deactivated: true, versionNumber: 2 });
    expect(before.didDocument).toEqual(rotated[1]!.state);
  });

  test('is asked for at a moment: before it was made there is none, between two versions it is the earlier', () => {
    const numberAt = (versionTime: string | Date | number) =>
      resolveDidLog(rotated, { versionTime, now }).didDocumentMetadata.versionNumber;
    expect([START_MS, START_MS + 59_999, START_MS + 60_000].map(numberAt)).toEqual([1, 1, 2]);
    expect(numberAt(new Date(START_MS).toISOString())).toBe(1);
    expect(numberAt(new Date(START_MS + 60_000))).toBe(2);
    expect(resolveDidLog(rotated, { versionTime: START_MS - 1, now })).toMatchObject({
      didDocument: null,
      didResolutionMetadata: { error: 'notFound' },
    });
  });

  test('a question that contradicts itself, and a log of tomorrow, are refused', () => {
    const error = (options: ResolveOptions) => resolveDidLog(rotated, options).didResolutionMetadata;
    const versionId = rotated[0]!.versionId;
    expect(error({ versionId, versionTime: START_MS, now })).toMatchObject({ error: 'invalidOptions' });
    expect(error({ versionTime: 'yesterday', now })).toMatchObject({ error: 'invalidOptions' });
    expect(error({ now: 'soon' })).toMatchObject({ error: 'invalidOptions' });
    expect(error({ versionId: '1-Qm', now })).toMatchObject({ error: 'notFound' });
    expect(error({ now: START_MS - 2 * 86_400_000 })).toMatchObject({ error: 'invalidDid', rule: 'clock' });
    expect(error({ did: 'did:webvh:other', now })).toMatchObject({ error: 'invalidDid' });
    expect(resolveDidLog(null).didDocument).toBeNull();
  });

  test('what is no question, and a log that throws while it is read, are answered as well', () => {
    const asked = (options: unknown, log: unknown = rotated) =>
      resolveDidLog(log, options as ResolveOptions).didResolutionMetadata;
    for (const did of [5, null, {}, Symbol('did')])
      expect(asked({ did, now })).toMatchObject({ error: 'invalidDid', rule: 'did' });
    for (const moment of [null, true, [], {}, Symbol('now'), 10n]) {
      expect(asked({ now: moment })).toMatchObject({ error: 'invalidOptions' });
      expect(asked({ versionTime: moment, now })).toMatchObject({ error: 'invalidOptions' });
    }
    expect(asked(null)).toMatchObject({ contentType: 'application/did+ld+json' });
    const throwing = new Proxy([], {
      get: () => {
        throw new Error('not now');
      },
    });
    expect(asked({ now }, throwing)).toMatchObject({ error: 'invalidDid', rule: 'syntax' });
  });
});
