import { expect, it } from 'vitest';
import { checkProof } from '#shared/protocol/proof/check-proof.ts';
import { embedProof, readEmbedded } from '#shared/protocol/proof/embedded-proof.ts';
import { isOwnPage, pageOfProof, proofInPage } from '../../../electron/host/proof/proof-page.ts';
import { proofTools as ofNode } from '../../../electron/node/log/proof-tools.ts';
import { proofTools as ofPage } from '../../../renderer/proof-page/proof-tools.ts';
import { verifySignature } from '../../../renderer/proof-page/signature-rule.ts';
import { buildProofPage } from '../../../scripts/build/proof-page.ts';
import { disputedCell, proofOf, textOfProof } from '../../support/protocol/proven-cell.ts';
import {
  EXPECTED_SPECCHECK,
  EXPECTED_WYCHEPROOF,
  runSignatureVectors,
} from '../../support/signature-vectors.ts';
import { readVectorJson } from '../../support/vectors.ts';

it('has a script of less than 60 KB, in which nothing makes code of text', async () => {
  const { script, style } = await buildProofPage(new URL('../../..', import.meta.url).pathname);
  expect(Buffer.byteLength(script)).toBeLessThan(60_000);
  expect(script).not.toMatch(/\beval\(|new Function|<\/script|fetch\(|XMLHttpRequest|WebSocket|import\(/);
  const { cell, ballot } = disputedCell(1);
  const text = textOfProof(proofOf(cell, ballot));
  const page = pageOfProof(text, { script, style });
  expect(proofInPage(page)).toBe(text);
  expect(page.match(/<\/script/g)).toHaveLength(2);
  expect(isOwnPage(page, text)).toBe(false);
});

it('checks by the same rules as the node, with arithmetic alone', () => {
  const { cell, ballot } = disputedCell(2);
  const text = textOfProof(proofOf(cell, ballot));
  const [one, other] = [checkProof(text, ofNode), checkProof(text, ofPage)];
  if (!one.ok || !other.ok) throw new Error('the proof holds');
  expect(other.decision.tally).toEqual(one.decision.tally);
  expect(other.decision.certificate).toEqual(one.decision.certificate);
  expect(other.decision.followed).toBe(3);
});

it('holds signatures to the signature rule', () => {
  const counts = runSignatureVectors(
    verifySignature,
    readVectorJson('wycheproof/ed25519_test.json'),
    readVectorJson('speccheck/cases.json'),
  );
  expect(counts).toMatchObject({ wycheproofFailed: [], wycheproofTotal: EXPECTED_WYCHEPROOF });
  expect(counts.speccheck).toBe(EXPECTED_SPECCHECK);
});

it('takes a proof out of a page as it was put in, whatever is written in it', () => {
  for (const text of ['{"a":"</script><!--"}', '{"a":"\\\\u003c"}', '{"a":"\\\\<b"}', '{"a":"\\"<"}']) {
    expect(embedProof(text)).not.toContain('<');
    expect(readEmbedded(embedProof(text))).toBe(text);
  }
  expect(readEmbedded('{"a":"<"}')).toBe('');
});
