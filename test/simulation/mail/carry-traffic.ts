/** What the bytes of carrying are: by the kind of a frame, and of a line. A frame is written in one piece. */
export function carryBytes(frame: Uint8Array): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  const add = (kind: string, count: number): void => void bytes.set(kind, (bytes.get(kind) ?? 0) + count);
  const [header = '', ...lines] = Buffer.from(frame.subarray(4)).toString('utf8').split('\n');
  const { type } = JSON.parse(header) as { type: string };
  add(type, 4 + header.length + lines.length);
  for (const line of lines) add(line.startsWith('{"at":') ? 'notes' : 'envelopes', line.length);
  return bytes;
}
