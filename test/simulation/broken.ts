/** What every run must keep, in the words of the report. */
export const PROPERTIES = {
  restart: 'a restart never signs twice',
  valid: 'who follows the protocol writes valid entries only',
  certificates: 'no two certificates in a slot',
  named: 'where there are two, the proof names at least 2q - n of the electorate',
  final: 'final states never change',
  tally: 'once certified nothing changes a tally',
  heard: 'a vote that comes before the deadline of a member is in its close',
  electorate: 'nobody outside the electorate counts, and nobody twice',
  members: 'members change only with the approval of a majority of the electorate',
  rejected: 'nothing passes that most of those who voted rejected',
  quiet: 'nobody writes when nobody acts and nothing is due',
  names: 'no two members have one name',
  framed: 'nobody who follows the protocol is shown to have signed twice',
  seven: 'two admissions at six members never both pass',
  once: 'a proposal is decided once',
  ended: 'nothing comes of what is opened after the end of a feed',
  kept: 'a removal takes back nothing that was known when it was opened',
  removable: 'whom most members want to remove does not stay by opening something else',
  told: 'the cell comes to know of each restore',
  bounded: 'nobody keeps more of others than its bounds',
  former: 'nothing counts that stands under a key which the electorate knows to be a former one',
  locked: 'nobody who is honest is kept from the cell',
  words: 'words win in the end',
  hash: 'one state for one set of entries',
  agree: 'connected members come to one state',
  wedge: 'with q members connected for long enough every ballot ends',
  fate: 'every connected voter learns what became of its vote',
  trust: 'ranks are the same for one set of entries',
  debt: 'nobody is in debt who did not spend twice',
  verdicts: 'verdicts are those of the document, read literally',
  tallies: 'outcomes are those of the document, read literally',
  tokens: 'balances are those of the document, read literally',
} as const;
export type Property = keyof typeof PROPERTIES;

export class Broken extends Error {
  readonly property: Property;

  constructor(property: Property, detail: string) {
    super(`${PROPERTIES[property]}: ${detail}`);
    this.property = property;
  }
}
