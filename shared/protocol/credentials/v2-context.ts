/** The context of VC Data Model 2.0, as W3C published it: bundled, so that nothing is ever fetched. */
import document from '../../../resources/contexts/credentials-v2.json' with { type: 'json' };

export const V2_CONTEXT_URL = 'https://www.w3.org/ns/credentials/v2';
/** SHA-256 of its bytes, as the Recommendation of 15 May 2025 gives it (appendix B.1). */
export const V2_CONTEXT_SHA256 = '59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734';

/**
 * Every term that it defines, at the top or for what has a type. They are protected, so a claim of ours that had one of
 * these names would make the credential mean nothing to a JSON-LD processor.
 */
export const V2_TERMS: ReadonlySet<string> = termsOf(document);

function termsOf(value: unknown, terms = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return terms;
  for (const [name, member] of Object.entries(value)) {
    if (!name.startsWith('@')) terms.add(name);
    termsOf(member, terms);
  }
  return terms;
}
