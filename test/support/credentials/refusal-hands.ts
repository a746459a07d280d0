import { type CheckPolicy, sdJwt } from '../../../electron/node/credentials/index.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { type JsonObject, signDocument } from '../../../electron/node/identity/data-integrity.ts';
import * as of from './outside.ts';

export const credential = of.issue();
export const issues = [...of.OTHERS, of.issueOf(credential)];
export const inside = (more: Partial<Parameters<typeof of.cellFacts>[0] & object> = {}): CheckPolicy => ({
  nowMs: of.NOW_MS,
  cell: of.cellFacts({ issues, ...more }),
  request: of.request(),
});
export const text = of.shown(credential);
export const [jwt = '', ...parts] = text.split('~');
export const [role = '', binding = ''] = parts;
export const part = (value: unknown) => encodeBase64url(Buffer.from(JSON.stringify(value)));
/** The same credential, with other words in it, signed by alice all the same. */
export const signedAs = (header: object, payload: object = {}) => {
  const { header: before, payload: content } = sdJwt.readJws(credential.jwt);
  const signed = sdJwt.writeJws({ ...before, ...header }, { ...content, ...payload }, (input) =>
    of.alice.key.sign(input),
  );
  return `${signed}~`;
};
/** The whole form with another claim, as it is spelled, signed by alice. */
export const withClaim = (spelled: string): string => {
  const { proof, ...document } = credential.whole;
  const text = JSON.stringify(document).replace(
    '"credentialSubject":{',
    (subject) => `${subject}${spelled},`,
  );
  const { created, verificationMethod } = proof;
  const signed = signDocument(JSON.parse(text) as JsonObject, of.alice.key, { created, verificationMethod });
  return JSON.stringify(signed);
};
export const policyOfIssuer: CheckPolicy = {
  nowMs: of.NOW_MS,
  request: of.request(),
  issuers: [{ did: of.didOf('alice'), log: of.logText(of.aliceLog) }],
};
export const bySelf = (more: object = {}) => ({
  v: 1,
  presentation: text,
  issuerLog: of.logText(of.aliceLog),
  status: of.aliceList(),
  ...more,
});
export const outside = (more: Parameters<typeof of.outside>[1] = {}): [unknown, CheckPolicy] => {
  const { bundle, policy } = of.outside(credential, more);
  return [bundle, policy];
};
export const late = of.NOW_MS + 400 * 86_400_000;
export const bombList = (bytes: Buffer) => ({ bits: encodeBase64url(bytes) });
