/** What the first bytes of a picture say of it. What its name or its sender calls it is not asked. */
export interface PictureFacts {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
}

/** Larger files, and pictures of more points, are not shown: small files can say that they are of any size. */
export const PICTURE_MAX_BYTES = 16 * 1024 * 1024;
export const PICTURE_MAX_POINTS = 50_000_000;

/** Null for everything else. Reads the headers alone, and within the bytes. */
export function pictureFacts(bytes: Uint8Array): PictureFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return png(view) ?? webp(view) ?? jpeg(view);
  } catch (error) {
    // Shorter than it says.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((next) => view.getUint8(at + next)));
}

function png(view: DataView): PictureFacts | null {
  const isPng = view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a;
  if (!isPng || text(view, 12) !== 'IHDR') return null;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function webp(view: DataView): PictureFacts | null {
  if (text(view, 0) !== 'RIFF' || text(view, 8) !== 'WEBP') return null;
  const of = (width: number, height: number): PictureFacts => ({ type: 'image/webp', width, height });
  const three = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  switch (text(view, 12)) {
    case 'VP8 ':
      return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return of(three(24) + 1, three(27) + 1);
    default:
      return null;
  }
}

/** Segments follow each other, each with its length; the one that begins the picture says how large it is. */
function jpeg(view: DataView): PictureFacts | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
}
