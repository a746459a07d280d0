/** What a demo gets from outside. */
export interface DemoContext {
  /** Prints one line on standard output. */
  readonly print: (line: string) => void;
  /** Prints one line beside the narration. */
  readonly note: (line: string) => void;
  readonly seed: number | null;
  readonly libp2p: boolean;
  /** Where state files go that outlive the demo. */
  readonly stateFolder: string;
  /** A folder of this run alone, removed afterwards. */
  readonly scratchFolder: string;
}
