/** Minutes after midnight by this computer's clock and time zone. */
export function localMinute(atMs: number): number {
  const date = new Date(atMs);
  return date.getHours() * 60 + date.getMinutes();
}
