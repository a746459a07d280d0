/** What the tests look for in all that is written: a search that misses something would say that nothing is there. */
import { expect, it } from 'vitest';
import { RECOVERY_KEYS, recoveryKey } from '../../../electron/node/identity/words/index.ts';
import { Needles } from '../../support/needles.ts';
import { expectNowhere, secretsIn } from '../../support/secrets-nowhere.ts';

const seed = new Uint8Array(32).fill(7);
const secrets = secretsIn({ keys: [], words: [{ seed, madeAtMs: 0 }] } as never);
const needles = new Needles(secrets);

it('knows every recovery key of the words in every spelling, and finds each', () => {
  for (let index = 0; index < RECOVERY_KEYS; index += 1) {
    const bytes = Buffer.from(recoveryKey(seed, index).exportSeed());
    for (const spelling of ['hex', 'base64', 'base64url', 'latin1'] as const) {
      const found = needles.in(`{"key":"${bytes.toString(spelling)}"}`);
      expect(found).toMatch(index === 0 ? /^words 0/ : new RegExp(`^R_${index} `));
    }
  }
});

it('finds what stands at the beginning, in the middle and at the end, and nothing where only most of it stands', () => {
  for (const secret of Object.values(secrets)) {
    const most = secret.slice(0, -1);
    const other = ['.', ',', ';'].find((mark) => mark !== secret[0] && mark !== secret.at(-1));
    for (const text of [secret, `§€ ${secret}`, `${most}${secret}${most}`])
      expect(needles.in(text)).not.toBeNull();
    expect(needles.in(`${most}${other}${secret.slice(1)}`)).toBeNull();
  }
});

it('says in which file', () => {
  const [path, text] = ['logs/events.jsonl', `seed ${secrets['R_31 of words 0 in hex']}`];
  expect(() => expectNowhere([{ path, text }], secrets, [])).toThrow(/events\.jsonl/);
  expect(() => expectNowhere([{ path, text: text.slice(0, -1) }], secrets, [])).not.toThrow();
});
