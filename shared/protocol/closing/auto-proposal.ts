/**
 * Proposals that a node titles by itself, because of the change that their ballot makes (docs/protocol.md, "Titles of
 * changes"). What is signed is fixed English; whoever shows it says it in the language of its reader, as long as it is
 * what the signed change is called. A title that says something else is shown as it was written.
 */
import type { Ballot } from './ballot.ts';
import { CellRules } from './bodies.ts';

/** What such a proposal is about, and the names in it. */
export type AutoProposal =
  | {
      readonly code: 'admit' | 'remove' | 'restore' | 'rekey' | 'bridge' | 'unbridge';
      readonly params: { readonly name: string };
    }
  | { readonly code: 'rules' | 'leavers'; readonly params: Readonly<Record<string, never>> };

/** The title that is signed. */
export function autoTitle({ code, params }: AutoProposal): string {
  switch (code) {
    case 'admit':
      return `Admit ${params.name}`;
    case 'remove':
      return `Remove ${params.name}`;
    case 'rekey':
      return `Change the key of ${params.name}`;
    case 'rules':
      return 'Change the rules of the cell';
    case 'leavers':
      return 'Count out who has left';
    case 'restore':
      return `Note the restore of ${params.name}`;
    case 'bridge':
      return `Agree on a bridge to ${params.name}`;
    case 'unbridge':
      return `End the bridge to ${params.name}`;
  }
}

/** The text that is signed with it; empty where the proposer writes one. */
export function autoText({ code, params }: AutoProposal): string {
  switch (code) {
    case 'admit':
      return `${params.name} came by an invitation.`;
    case 'restore':
      return `The node of ${params.name} goes on from a backup. Nothing else changes, and nobody needs to vote: once this ballot has ended, whatever its outcome, ${params.name} takes part again in decisions about members and rules.`;
    case 'remove':
    case 'rekey':
    case 'rules':
    case 'bridge':
    case 'unbridge':
    case 'leavers':
      return '';
  }
}

type Changing = Pick<Ballot, 'open' | 'body' | 'proposer' | 'electorate'>;

/** What a ballot is called by its title, if that fits its change; else null. */
export function autoOfTitle(ballot: Changing | null | undefined, title: string): AutoProposal | null {
  return namesOf(ballot).find((auto) => autoTitle(auto) === title.trim()) ?? null;
}

/** The same by its text. */
export function autoOfText(ballot: Changing | null | undefined, text: string): AutoProposal | null {
  if (text === '') return null;
  return namesOf(ballot).find((auto) => autoText(auto) === text) ?? null;
}

/** All that is true of a ballot's change. */
function namesOf(ballot: Changing | null | undefined): AutoProposal[] {
  const change = ballot?.body.change;
  if (!ballot || !change) return [];
  const { electorate, proposer, open } = ballot;
  const aliasOf = (scid: string): string | undefined =>
    electorate.members.find((member) => member.scid === scid)?.alias;
  switch (change.type) {
    case 'admit':
      return [{ code: 'admit', params: { name: change.alias } }];
    case 'remove':
    case 'rekey': {
      const name = aliasOf(change.scid);
      const code = change.type;
      return name === undefined ? [] : [{ code, params: { name } }];
    }
    case 'bridge':
      return [{ code: 'bridge', params: { name: change.name } }];
    case 'unbridge': {
      const name = electorate.bridges.find(({ cell }) => cell === change.cell)?.name;
      return name === undefined ? [] : [{ code: 'unbridge', params: { name } }];
    }
    case 'leavers':
      return [{ code: 'leavers', params: {} }];
    case 'rules': {
      const name = aliasOf(proposer);
      // Who goes on from a backup writes in a generation after the first, and leaves the rules as they are.
      const isRestore = open.entry.gen > 0 && isSame(change.rules, electorate.rules);
      return [
        { code: 'rules', params: {} },
        ...(isRestore && name !== undefined ? [{ code: 'restore' as const, params: { name } }] : []),
      ];
    }
  }
}

function isSame(one: CellRules, other: CellRules): boolean {
  // Members of an object that a schema has read stand in the schema's order.
  return JSON.stringify(CellRules.parse(one)) === JSON.stringify(CellRules.parse(other));
}
