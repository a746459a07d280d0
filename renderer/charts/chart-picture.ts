import { tokenColor } from './chart-colors.ts';

/** The drawing as PNG, on the ground on which it is seen; null where there is none, or it cannot be read. */
export function pictureOf(canvas: HTMLCanvasElement | null): Promise<Blob | null> {
  if (!canvas || canvas.width === 0) return Promise.resolve(null);
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const drawing = copy.getContext('2d');
  if (!drawing) return Promise.resolve(null);
  drawing.fillStyle = tokenColor('--surface');
  drawing.fillRect(0, 0, copy.width, copy.height);
  drawing.drawImage(canvas, 0, 0);
  return new Promise((resolve) => copy.toBlob(resolve, 'image/png'));
}
