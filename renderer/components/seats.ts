/** Places on an ellipse in the order of joining: the first on top, then left and right in turn. Stable, no physics. */
export interface Seat {
  readonly x: number;
  readonly y: number;
}

export interface Ellipse {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
}

export function seatAt(index: number, count: number, ellipse: Ellipse): Seat {
  const side = index % 2 === 1 ? -1 : 1;
  const turn = index === 0 ? 0 : (side * Math.ceil(index / 2) * 2 * Math.PI) / Math.max(1, count);
  return {
    x: ellipse.cx + ellipse.rx * Math.sin(turn),
    y: ellipse.cy - ellipse.ry * Math.cos(turn),
  };
}

/** The line from one seat to another, cut short at both ends by `gap`. */
export function between(
  from: Seat,
  to: Seat,
  gap: number,
): { x1: number; y1: number; x2: number; y2: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  return { x1: from.x + ux * gap, y1: from.y + uy * gap, x2: to.x - ux * gap, y2: to.y - uy * gap };
}
