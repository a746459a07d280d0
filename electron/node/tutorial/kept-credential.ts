import type { WholeCredential } from '../credentials/index.ts';

/** A credential in both of its forms, as its holder keeps it. */
export interface KeptCredential {
  readonly whole: WholeCredential;
  readonly jwt: string;
  readonly disclosures: readonly string[];
}

export function keptText(kept: KeptCredential): string {
  return JSON.stringify(kept);
}

/** A row of before there were two forms is the whole one alone, of a kind that nothing verifies any more. */
export function readKept(text: string): KeptCredential {
  const row = JSON.parse(text) as KeptCredential | WholeCredential;
  return 'whole' in row ? row : { whole: row, jwt: '', disclosures: [] };
}
