/** Credentials that hold outside (docs/protocol.md, "Credentials"), as pure functions. */
export { issuedPath, issuedRoot } from '#shared/protocol/credentials/issued-tree.ts';
export { type CheckedCredential, checkCredential } from './check/check-credential.ts';
export { longestLog } from './check/issuer-log.ts';
export type { CellFacts, CellIssuer, CheckPolicy, KnownIssuer } from './check/policy.ts';
export { type IssuedCredential, issueInBothForms } from './form/issue.ts';
export { readKept } from './form/read-kept.ts';
export type { WholeCredential } from './form/whole-form.ts';
export { PAPERS_MAX_AGE_DAYS } from './limits.ts';
export { type Bundle, bundleText, nonceOf, readHanded } from './presenting/bundle.ts';
export { type PapersFacts, papersOf } from './presenting/papers.ts';
export { presentParts, showParts } from './presenting/present.ts';
export {
  makeRequest,
  type PresentationRequest,
  readRequest,
  requestLink,
} from './presenting/request.ts';
export { checked, failureOf, REFUSAL_CODES, type Refusal, type RefusalCode } from './refusal.ts';
export * as sdJwt from './sd-jwt/index.ts';
export { isLater, requireAttested, takeStandings } from './standing/accept-standing.ts';
export { readStandings, type Standing, standingWords } from './standing/standing.ts';
export { listUrn, makeStatusList, readListOf } from './status/status-list.ts';
export { faultOfClaims } from './type/claims-of-type.ts';
export { type CredentialType, definedType, MESH_MEMBER, typeIdOf } from './type/credential-type.ts';
export { inferredType } from './type/inferred-type.ts';
