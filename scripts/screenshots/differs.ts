/** Whether a new picture of a page shows something else than the one that is kept. */
import type { Picture } from './png.ts';

/** In pixels of the picture. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Text is smoothed a little differently from run to run; a changed letter changes its pixels by more than this. */
const CHANNEL_NOISE = 48;
/** The dot of an i is more than that; a curve that ends half a pixel further is not. */
const PIXELS_OF_NOISE = 12;

/** `unsteady`: what is another with each run and says nothing, like keys and seconds. */
export function differs(kept: Picture, fresh: Picture, unsteady: readonly Area[] = []): boolean {
  if (kept.width !== fresh.width || kept.height !== fresh.height) return true;
  const skipped = maskOf(fresh, unsteady);
  let different = 0;
  for (let pixel = 0; pixel < skipped.length; pixel += 1) {
    if (skipped[pixel] === 1 || !isOther(kept.rgba, fresh.rgba, pixel * 4)) continue;
    different += 1;
    if (different > PIXELS_OF_NOISE) return true;
  }
  return false;
}

function isOther(a: Uint8Array, b: Uint8Array, at: number): boolean {
  for (let channel = at; channel < at + 4; channel += 1)
    if (Math.abs((a[channel] ?? 0) - (b[channel] ?? 0)) > CHANNEL_NOISE) return true;
  return false;
}

function maskOf({ width, height }: Picture, areas: readonly Area[]): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const area of areas) {
    const [left, right] = [Math.max(0, Math.floor(area.x)), Math.min(width, Math.ceil(area.x + area.width))];
    const bottom = Math.min(height, Math.ceil(area.y + area.height));
    for (let y = Math.max(0, Math.floor(area.y)); y < bottom; y += 1)
      if (right > left) mask.fill(1, y * width + left, y * width + right);
  }
  return mask;
}
