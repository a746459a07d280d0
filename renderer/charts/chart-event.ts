/** Something that happened at a place of the horizontal axis. */
export interface ChartEvent {
  readonly index: number;
  readonly label: string;
}
