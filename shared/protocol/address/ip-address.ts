/** IPv4 and IPv6 as numbers, without the help of a platform: the window and the node read them alike. */

/** `192.168.1.23`, without leading zeros: some read those as octal. */
export function isIp4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

/** RFC 4291 §2.2, without a zone. */
export function isIp6(text: string): boolean {
  return groupsOf(text) !== null;
}

/** `fe80::/10`: means something on one link only. */
export function isLinkLocal6(text: string): boolean {
  const first = groupsOf(text)?.[0];
  return first !== undefined && (first & 0xffc0) === 0xfe80;
}

/** As RFC 5952 writes it: lower case, the longest run of zeros left out. Null for none. */
export function canonicalIp6(text: string): string | null {
  const groups = groupsOf(text);
  if (groups === null) return null;
  const hex = groups.map((group) => group.toString(16));
  const run = longestZeros(groups);
  if (run.length < 2) return hex.join(':');
  return `${hex.slice(0, run.at).join(':')}::${hex.slice(run.at + run.length).join(':')}`;
}

/** 32 or 128 bits; null for what is no address. */
export function ipBits(text: string): { readonly bits: bigint; readonly length: 32 | 128 } | null {
  if (isIp4(text)) return { bits: joined(text.split('.').map(Number), 8n), length: 32 };
  const groups = groupsOf(text);
  return groups === null ? null : { bits: joined(groups, 16n), length: 128 };
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
}

/** Eight numbers of 16 bits. */
function groupsOf(text: string): readonly number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, at) => halfOf(half, at === halves.length - 1));
  if (!head) return null;
  if (tail === undefined) return halves.length === 1 && head.length === 8 ? head : null;
  if (tail === null || head.length + tail.length > 7) return null;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** @param last whether an IPv4 address may end it */
function halfOf(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [at, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else if (last && at === parts.length - 1 && isIp4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else return null;
  }
  return groups;
}

function longestZeros(groups: readonly number[]): { readonly at: number; readonly length: number } {
  let best = { at: 0, length: 0 };
  for (let at = 0; at < groups.length; at += 1) {
    let length = 0;
    while (groups[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
  }
  return best;
}
