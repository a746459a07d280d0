/** More costs less to encrypt and send by itself than to copy. */
const SMALL_BYTES = 1024;

/** The same bytes in fewer pieces: libp2p encrypts each of them by itself, and hands each to the system. */
export function joinSmall(pieces: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const join = (): void => {
    const [first, ...rest] = small;
    if (first !== undefined) joined.push(rest.length === 0 ? first : Buffer.concat(small));
    small = [];
  };
  for (const piece of pieces) {
    if (piece.length <= SMALL_BYTES) small.push(piece);
    else {
      join();
      joined.push(piece);
    }
  }
  join();
  return joined;
}
