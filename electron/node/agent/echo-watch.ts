const WINDOW_MS = 60 * 60 * 1000;
/** So many turns, one after the other, are a conversation that nobody has. */
const TURNS = 4;

interface Turn {
  readonly atMs: number;
  /** The SCID of whose agent it was; null for the own one. */
  readonly from: string | null;
}

/**
 * Notices two agents that answer each other: four messages by agents within an hour, the own one's and another's in
 * turn, and none by a person between them.
 */
export class EchoWatch {
  #turns: Turn[] = [];

  /** The own agent wrote by itself, or `from`'s did. True if they are at it now. */
  heard(atMs: number, from: string | null): boolean {
    const before = this.#turns.filter((turn) => Math.abs(atMs - turn.atMs) < WINDOW_MS);
    this.#turns = [...before, { atMs, from }].slice(-TURNS);
    return this.isEchoing;
  }

  /** A person wrote: whatever it was, now it is a conversation. */
  heardPerson(): void {
    this.#turns = [];
  }

  get isEchoing(): boolean {
    if (this.#turns.length < TURNS) return false;
    const [first, second] = this.#turns;
    if (!first || !second || (first.from === null) === (second.from === null)) return false;
    return this.#turns.every(({ from }, index) => from === (index % 2 === 0 ? first : second).from);
  }
}
