import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import {
  extendMemberLog,
  isExtension,
  type MemberLog,
  newestVersion,
  readMemberLog,
} from '../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../electron/node/identity/rotation/make-versions.ts';
import { key, memberLog, START_MS } from '../support/did-webvh-forger.ts';

const { scid, log } = memberLog();

test('whatever is handed over as a log or as versions is a member log or a failure that names its rule', () => {
  const first = readMemberLog(log, scid);
  if (!first.ok) throw new Error(first.error.message);
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
    fc.json(),
    fc
      .tuple(fc.constantFrom('versionId', 'versionTime', 'parameters', 'state', 'proof'), fc.anything())
      .map(([name, value]) => [{ ...log[0], [name]: value }]),
  );
  fc.assert(
    fc.property(anything, (value) => {
      for (const result of [readMemberLog(value), extendMemberLog(first.value, value)]) {
        expect(result).toMatchObject({ ok: false, error: { rule: 1 } });
      }
    }),
    { numRuns: process.env.GHOSTSTACK_LONG ? 5000 : 200 },
  );
});

test('however device and words take turns, each change extends the log, and the words win over what they did not see', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 7 }), (turns) => {
      const fresh = () => SigningKey.generate();
      let [device, words] = [key(2), key(3)];
      let current = value(readMemberLog(log, scid));
      for (const byWords of turns) {
        const [next, after, nextWords] = [fresh(), fresh(), fresh()];
        const before = current;
        const racing = { log: current, nextKey: device, keyAfterNext: after.publicKey, nowMs: START_MS };
        if (byWords) {
          const theirs = { ...racing, keyAfterNext: fresh().publicKey };
          const stolen = value(extendMemberLog(current, versionByDevice(theirs)));
          const change = {
            recovery: words,
            nextRecovery: nextWords.publicKey,
            device: next,
            nowMs: START_MS,
          };
          // A thief's version by the device cannot keep the words from coming after it.
          for (const held of [current, stolen]) {
            current = value(
              extendMemberLog(held, versionsByWords({ ...change, log: held, keyAfterNext: after.publicKey })),
            );
            expect(newestVersion(current).key).toBe(next.did.slice('did:key:'.length));
          }
          [device, words] = [after, nextWords];
        } else {
          current = value(extendMemberLog(current, versionByDevice(racing)));
          device = after;
        }
        expect(isExtension(before, current)).toBe(true);
        expect(isExtension(current, before)).toBe(false);
      }
    }),
    { numRuns: process.env.GHOSTSTACK_LONG ? 200 : 8 },
  );
});

function value(result: ReturnType<typeof readMemberLog>): MemberLog {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
