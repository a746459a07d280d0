/**
 * SQL that gives the values of a hash's column that begin as one of `@items` does, a JSON array of names between peers.
 * A frame names thousands, and a statement for each of them would cost more than to find it. The names are gone through
 * and looked up, never the table, however small that is when the statement is made.
 */
export function byName(column: string, from: string): string {
  return `SELECT ${column} FROM json_each(@items) i
    CROSS JOIN ${from} ON ${column} >= i.value AND ${column} < i.value || 'g'`;
}
