import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from 'd3-force';

export interface GraphMember {
  readonly scid: string;
  readonly radius: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** 0 to 1. */
  readonly weight: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
  /** Room at the edges, for labels. */
  readonly margin: number;
}

const TICKS = 300;
const LABEL_ROOM = 26;

/** FNV-1a, so that the same members start at the same places on every computer. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}

interface Body extends SimulationNodeDatum {
  readonly scid: string;
  readonly radius: number;
}

/** Places that are settled before anything is painted: who vouch for each other stand close. Pure. */
export function trustLayout(
  members: readonly GraphMember[],
  edges: readonly GraphEdge[],
  { width, height, margin }: Box,
): Map<string, Place> {
  const bodies = [...members]
    .sort((a, b) => (a.scid < b.scid ? -1 : 1))
    .map(({ scid, radius }, index): Body => {
      const turn = ((index + seedOf(scid) * 0.6) / members.length) * 2 * Math.PI;
      return {
        scid,
        radius,
        x: width / 2 + Math.cos(turn) * width * 0.3,
        y: height / 2 + Math.sin(turn) * height * 0.3,
      };
    });
  const known = new Set(bodies.map(({ scid }) => scid));
  const links = edges
    .filter(({ from, to }) => known.has(from) && known.has(to))
    .map(({ from, to, weight }) => ({ source: from, target: to, weight }));
  const simulation = forceSimulation(bodies)
    .force('charge', forceManyBody().strength(-900))
    .force(
      'link',
      forceLink<Body, { source: string; target: string; weight: number }>(links)
        .id(({ scid }) => scid)
        .distance(190)
        .strength(({ weight }) => 0.05 + 0.2 * weight),
    )
    .force('x', forceX(width / 2).strength(0.05))
    .force('y', forceY(height / 2).strength(0.14))
    .force(
      'collide',
      forceCollide<Body>(({ radius }) => radius + LABEL_ROOM),
    )
    .stop();
  for (let tick = 0; tick < TICKS; tick += 1) {
    simulation.tick();
    for (const body of bodies) {
      body.x = clamp(body.x ?? 0, margin + body.radius, width - margin - body.radius);
      body.y = clamp(body.y ?? 0, margin + body.radius, height - margin - body.radius);
    }
  }
  return spread(bodies, { width, height, margin });
}

/** At most so much larger than it settled, so that two members do not fly to opposite corners. */
const STRETCH_MAX = 1.5;

/** Uses the room that the simulation left at the edges. */
function spread(bodies: readonly Body[], { width, height, margin }: Box): Map<string, Place> {
  const along = (axis: 'x' | 'y', size: number) => {
    const low = Math.min(...bodies.map((body) => (body[axis] ?? 0) - body.radius));
    const high = Math.max(...bodies.map((body) => (body[axis] ?? 0) + body.radius));
    const factor = Math.min(STRETCH_MAX, Math.max(1, (size - 2 * margin) / Math.max(1, high - low)));
    return (body: Body) =>
      clamp(
        size / 2 + ((body[axis] ?? 0) - (low + high) / 2) * factor,
        margin + body.radius,
        size - margin - body.radius,
      );
  };
  const [x, y] = [along('x', width), along('y', height)];
  return new Map(bodies.map((body) => [body.scid, { x: round(x(body)), y: round(y(body)) }]));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export interface Curve {
  readonly path: string;
  /** A triangle that points into the member. */
  readonly arrow: string;
}

const BEND = 26;
const ARROW = 8;

/** From the rim of one circle to the rim of the other, bent to one side so that both directions can be seen. */
export function curveBetween(from: Place & { radius: number }, to: Place & { radius: number }): Curve {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  const control = { x: (from.x + to.x) / 2 - uy * BEND, y: (from.y + to.y) / 2 + ux * BEND };
  const start = towards(from, control, from.radius + 3);
  const tip = towards(to, control, to.radius + 3);
  const end = towards(to, control, to.radius + 3 + ARROW * 0.7);
  const back = Math.hypot(control.x - to.x, control.y - to.y) || 1;
  const bx = (control.x - to.x) / back;
  const by = (control.y - to.y) / back;
  const side = (sign: number) =>
    `${round(tip.x + bx * ARROW - by * sign * ARROW * 0.5)} ${round(tip.y + by * ARROW + bx * sign * ARROW * 0.5)}`;
  return {
    path: `M${start.x} ${start.y}Q${round(control.x)} ${round(control.y)} ${end.x} ${end.y}`,
    arrow: `M${tip.x} ${tip.y}L${side(1)}L${side(-1)}Z`,
  };
}

function towards(from: Place, to: Place, distance: number): Place {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: round(from.x + ((to.x - from.x) / length) * distance),
    y: round(from.y + ((to.y - from.y) / length) * distance),
  };
}

/** The member that lies in the direction of an arrow key, or null: near ones and straight ones first. */
export function neighbourIn(
  places: ReadonlyMap<string, Place>,
  from: string,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): string | null {
  const here = places.get(from);
  if (!here) return null;
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  let best: { scid: string; cost: number } | null = null;
  for (const [scid, { x, y }] of places) {
    const along = (sideways ? x - here.x : y - here.y) * sign;
    const across = Math.abs(sideways ? y - here.y : x - here.x);
    if (scid === from || along <= 0) continue;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { scid, cost };
  }
  return best?.scid ?? null;
}
