/** The chain of decided votes: each block names the hash of the one before it. Pure. */
import { z } from 'zod';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { verifyJson } from '../crypto/signed-json.ts';
import { publicKeyFromDid } from '../identity/did-key.ts';

export const CHOICES = ['APPROVE', 'REJECT', 'ABSTAIN'] as const;
export const Choice = z.enum(CHOICES);
export type Choice = z.infer<typeof Choice>;

export type Outcome = 'PASSED' | 'FAILED';

/** `prev` of the first block. */
export const CHAIN_START = '0'.repeat(64);

/** Keeps a signature over a vote from counting for anything else. */
export const VOTE_DOMAIN = 'ghoststack/service-vote/v1';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

export const BlockVote = z.object({
  /** As the voter was named: an alias or a DID. */
  voter: z.string(),
  choice: Choice,
  /** The voter's did:key and signature; both null where no keys are used. */
  did: z.string().nullable(),
  signature: z.string().nullable(),
});
export type BlockVote = z.infer<typeof BlockVote>;

export const BlockContent = z.object({
  number: z.int().min(0),
  prev: Hash,
  /** For people: `P-1`. */
  proposal: z.string(),
  /** What the votes are signed over. */
  proposalHash: Hash,
  description: z.string(),
  outcome: z.enum(['PASSED', 'FAILED']),
  approve: z.int().min(0),
  reject: z.int().min(0),
  abstain: z.int().min(0),
  votes: z.array(BlockVote),
});
export type BlockContent = z.infer<typeof BlockContent>;

/** A block's place in the chain. Hashes are SHA-256, hex. */
export interface BlockLink {
  readonly number: number;
  readonly prev: string;
  /** Of JCS(content); in a cell, of the certificate. */
  readonly hash: string;
}

/** A block as it is read from a store or a file. */
export interface StoredBlock extends BlockLink {
  readonly content: unknown;
}

export interface Block extends StoredBlock {
  readonly content: BlockContent;
}

export interface Count {
  readonly approve: number;
  readonly reject: number;
  readonly abstain: number;
}

export function count(votes: readonly { choice: Choice }[]): Count {
  const of = (choice: Choice) => votes.filter((vote) => vote.choice === choice).length;
  return { approve: of('APPROVE'), reject: of('REJECT'), abstain: of('ABSTAIN') };
}

/** More for than against; a tie, and a vote in which nobody took part, has failed. */
export function outcomeOf({ approve, reject }: Count): Outcome {
  return approve > reject ? 'PASSED' : 'FAILED';
}

/** What a voter signs. */
export function signedVote(proposalHash: string, voterDid: string, choice: Choice): Record<string, string> {
  return { proposal: proposalHash, voter: voterDid, choice };
}

export function makeBlock(content: BlockContent): Block {
  return { number: content.number, prev: content.prev, hash: sha256Hex(canonicalize(content)), content };
}

export interface ChainVerdict {
  readonly valid: boolean;
  /** How many blocks were found good, from the first. */
  readonly blocks: number;
  /** The first thing that is wrong, in words; null if nothing is. */
  readonly problem: string | null;
}

/** The did:key of a voter, or null if nobody is known by that name. */
export type DidOf = (voter: string) => string | null;

/** Recomputes every hash, link, count and signature. With `didOf`, a vote without its voter's signature is wrong. */
export function verifyBlocks(blocks: readonly StoredBlock[], didOf?: DidOf): ChainVerdict {
  let prev = CHAIN_START;
  for (const [index, block] of blocks.entries()) {
    const problem = problemOf(block, index, prev, didOf);
    if (problem !== null) return { valid: false, blocks: index, problem: `block ${index}: ${problem}` };
    prev = block.hash;
  }
  return { valid: true, blocks: blocks.length, problem: null };
}

function problemOf(block: StoredBlock, index: number, prev: string, didOf: DidOf | undefined): string | null {
  const parsed = BlockContent.safeParse(block.content);
  if (!parsed.success) return 'it is not a block';
  const content = parsed.data;
  if (sha256Hex(canonicalize(content)) !== block.hash) return 'its content does not have its hash';
  if (content.number !== index || block.number !== index) return `it says that it is block ${content.number}`;
  if (content.prev !== prev || block.prev !== prev) return 'it does not follow the block before it';
  const counted = count(content.votes);
  if (
    counted.approve !== content.approve ||
    counted.reject !== content.reject ||
    counted.abstain !== content.abstain ||
    outcomeOf(counted) !== content.outcome
  ) {
    return 'its count is not that of its votes';
  }
  const voters = new Set(content.votes.map(({ voter, did }) => did ?? voter));
  if (voters.size !== content.votes.length) return 'somebody voted twice';
  const forged = content.votes.find((vote) => !isVoteSigned(content.proposalHash, vote, didOf));
  return forged === undefined ? null : `${forged.voter} did not sign that vote`;
}

function isVoteSigned(
  proposalHash: string,
  { voter, did, signature, choice }: BlockVote,
  didOf: DidOf | undefined,
): boolean {
  if (didOf !== undefined && didOf(voter) !== did) return false;
  if (did === null && signature === null) return didOf === undefined;
  if (did === null || signature === null) return false;
  try {
    return verifyJson(signature, VOTE_DOMAIN, signedVote(proposalHash, did, choice), publicKeyFromDid(did));
  } catch {
    return false;
  }
}
