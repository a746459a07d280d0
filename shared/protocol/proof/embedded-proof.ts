/** In a page the text of a proof stands without `<`, so that nothing in it ends the element around it. */
const HIDDEN = '\\u003c';

/** The text as it stands in a page. */
export function embedProof(text: string): string {
  return text.replaceAll('<', HIDDEN);
}

/** The text of a proof from a page; what stands there in another way is no proof. */
export function readEmbedded(embedded: string): string {
  // In JCS a backslash before `u003c` is one of a pair, or the one that was put here.
  const text = embedded.replace(/\\(?:u003c|.)/gs, (spelled) => (spelled === HIDDEN ? '<' : spelled));
  return embedProof(text) === embedded ? text : '';
}
