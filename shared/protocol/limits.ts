/** What a cell bounds, each number once. Lengths of texts are UTF-16 code units. */

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const MEMBERS_MAX = 7;
/** Below this, a cell works and is marked as small. */
export const MEMBERS_MIN = 3;

/** A member's name. */
export const NAME_MAX = 40;
export const CELL_NAME_MAX = 60;
/** So long at most an invitation is shown on the local network without being asked for anew. */
export const SHOWN_MAX_S = 600;
export const TITLE_MAX = 200;
/** The text of a proposal, or of a later attempt at it. */
export const TEXT_MAX = 16_000;
/** A comment, beside a vote or by itself. */
export const COMMENT_MAX = 2000;
/** The note of a transfer. */
export const NOTE_MAX = 200;
/** A message, UTF-8. */
export const MESSAGE_TEXT_MAX_BYTES = 64 * 1024;

/** A passphrase, UTF-8. */
export const PASSPHRASE_MAX_BYTES = 1024;

/** The kind of a stimulus, and what it says of where it came from. */
export const STIMULUS_TYPE_MAX = 40;
export const STIMULUS_LABEL_MAX = 200;
/** Episodes that are shown without being asked for. */
export const RECENT_EPISODES = 24;
/** The agent's state as a file. */
export const BRAIN_STATE_MAX_BYTES = 4 * 1024 * 1024;

/** Versions of a DID log. */
export const DID_LOG_MAX = 64;
/** Versions of a member's DID log, and each as JCS. */
export const MEMBER_LOG_MAX = 24;
export const MEMBER_VERSION_MAX_BYTES = 4096;

/** Nobody waits longer than this for anything: a cell that agreed on more could never agree on less again. */
export const RULE_MAX_MS = 365 * DAY_MS;
/** Rounds of a slot end here, which nobody reaches in a slot's life (CLOSING 8). */
export const ROUND_MAX = 2 ** 31 - 1;

/** An invitation as text. */
export const INVITATION_CODE_MAX = 4096;
/** For how long an invitation holds if nobody says otherwise. */
export const INVITATION_HOURS = 24;

/** More than half of n: the quorum of a ballot if nobody says otherwise, and the approvals that a change needs. */
export function majorityOf(n: number): number {
  return Math.floor(n / 2) + 1;
}

/** Rules of a policy that an operator writes. */
export const POLICY_RULES_MAX = 64;

/** A script of such rules as text, in characters. */
export const POLICY_TEXT_MAX = 32 * 1024;

/** Stimuli that are gone through one after the other, and such a list as a file. */
export const STIMULI_MAX = 10_000;
export const STIMULUS_FILE_MAX_BYTES = 1024 * 1024;

/** One exported cycle of an agent, in bytes: it holds the script by which was chosen, however that is written. */
export const CYCLE_RECORD_MAX_BYTES = 256 * 1024;

/** The newest cycle of a state that is imported: far from where a count can count no further. */
export const BRAIN_CYCLE_MAX = 2 ** 52;
