/** RFC 9901, Selective Disclosure for JWTs, as pure functions: any `typ`, any algorithm that the caller can judge. */
export { chooseDisclosures } from './choose.ts';
export { digestOf, notAClaim } from './disclosure.ts';
export {
  type JsonObject,
  type Jws,
  reading,
  readJsonBytes,
  readJws,
  type SignBytes,
  writeJws,
} from './jws.ts';
export { bindKey, type KeyBinding, readKeyBinding } from './key-binding.ts';
export { packClaims } from './pack.ts';
export { joinSdJwt } from './split.ts';
export { type ClaimPath, type Unpacked, unpackClaims } from './unpack.ts';
export {
  type ReadSdJwt,
  readSdJwt,
  requireSdHash,
  type SdJwtPolicy,
  unpackSdJwt,
  type VerifiedSdJwt,
  verifySdJwt,
} from './verify.ts';
