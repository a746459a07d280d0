/** As far as this page looks: whether two names look alike the members judged who let the second in. */
export function isSameName(one: string, other: string): boolean {
  return one === other;
}
