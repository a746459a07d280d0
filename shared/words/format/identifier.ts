/** `did:key:z6Mk…e7Tn`, `5d0e…c1a9`: the method stays, the middle goes. Short identifiers stay whole. */
export function shortIdentifier(id: string, head = 4, tail = 4): string {
  const method = /^did:[a-z0-9]+:/.exec(id)?.[0] ?? '';
  const rest = id.slice(method.length);
  return rest.length <= head + tail + 3 ? id : `${method}${rest.slice(0, head)}…${rest.slice(-tail)}`;
}

/** `did:webvh:QmZ4…e7Tn:ghoststack.invalid`: where a DID says a place after what only it has, the place stays. */
export function shortDid(did: string): string {
  const [, method, own, place] = /^(did:[a-z0-9]+:)([^:]+)(:.*)?$/.exec(did) ?? [];
  return method === undefined || own === undefined
    ? shortIdentifier(did)
    : `${method}${shortIdentifier(own)}${place ?? ''}`;
}
