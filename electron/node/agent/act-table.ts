import type { ActOutcome, AgentAct, Outcome } from '#shared/contract/domain/agent-act.ts';
import { CycleRecord } from '#shared/contract/domain/cycle.ts';
import type { Store } from '../store/store.ts';

interface ActRow {
  subject: string;
  kind: AgentAct['kind'];
  digest: string;
  alone: number;
  recipients: string | null;
  record: string;
  at_ms: number;
}

interface OutcomeRow {
  subject: string;
  outcome: Outcome;
  at_ms: number;
  cycle: number;
  reward: number;
  expected: number;
  dopamine: number;
}

/** What the agent sent and proposed, with the cycles that led to it, and what came of it. */
export class ActTable {
  readonly #statements;

  constructor({ db }: Store) {
    this.#statements = {
      put: db.prepare(
        `INSERT INTO agent_act (subject, kind, digest, alone, recipients, record, at_ms)
         VALUES (@subject, @kind, @digest, @alone, @recipients, @record, @atMs)`,
      ),
      of: db.prepare<[string], ActRow>('SELECT * FROM agent_act WHERE subject = ?'),
      byDigest: db.prepare<[string], ActRow>('SELECT * FROM agent_act WHERE digest = ?'),
      since: db.prepare<[number], ActRow>('SELECT * FROM agent_act WHERE at_ms > ? ORDER BY at_ms'),
      putOutcome: db.prepare(
        `INSERT INTO agent_outcome (subject, outcome, at_ms, cycle, reward, expected, dopamine)
         VALUES (@subject, @outcome, @atMs, @cycle, @reward, @expected, @dopamine)`,
      ),
      outcomesOf: db
        .prepare<[string], Outcome>('SELECT outcome FROM agent_outcome WHERE subject = ?')
        .pluck(),
      learnedFrom: db.prepare<[string], OutcomeRow>(
        'SELECT * FROM agent_outcome WHERE subject = ? ORDER BY at_ms, outcome',
      ),
      recent: db.prepare<[number], OutcomeRow>(
        'SELECT * FROM (SELECT * FROM agent_outcome ORDER BY at_ms DESC, subject LIMIT ?) ORDER BY at_ms, subject',
      ),
    };
  }

  remember(act: AgentAct, record: CycleRecord): void {
    this.#statements.put.run({
      ...act,
      alone: Number(act.alone),
      recipients: JSON.stringify(act.recipients),
      record: JSON.stringify(record),
    });
  }

  /** What a cycle led to, by its digest. */
  ofCycle(digest: string): AgentAct | null {
    const row = this.#statements.byDigest.get(digest);
    return row ? toAct(row) : null;
  }

  /** What led to an act; null where there was none of that name, or somebody changed the database by hand. */
  record(subject: string): CycleRecord | null {
    const row = this.#statements.of.get(subject) ?? this.#statements.byDigest.get(subject);
    if (!row) return null;
    try {
      return CycleRecord.parse(JSON.parse(row.record));
    } catch {
      return null;
    }
  }

  /** Later than that, oldest first. */
  since(atMs: number): AgentAct[] {
    return this.#statements.since.all(atMs).map(toAct);
  }

  outcomesOf(subject: string): Outcome[] {
    return this.#statements.outcomesOf.all(subject);
  }

  /** What came of an act and what was learned from it, in the order in which it came. */
  learnedFrom(subject: string): ActOutcome[] {
    return this.#statements.learnedFrom.all(subject).map(toOutcome);
  }

  /** To be called in the transaction in which the brain learns from it. */
  came(outcome: ActOutcome): void {
    this.#statements.putOutcome.run(outcome);
  }

  /** The newest, oldest first. */
  recentOutcomes(limit: number): ActOutcome[] {
    return this.#statements.recent.all(limit).map(toOutcome);
  }
}

function toOutcome({ at_ms: atMs, ...row }: OutcomeRow): ActOutcome {
  return { ...row, atMs };
}

function toAct({ subject, kind, digest, alone, recipients, at_ms: atMs }: ActRow): AgentAct {
  return {
    subject,
    kind,
    digest,
    alone: alone === 1,
    atMs,
    recipients: recipients === null ? [] : (JSON.parse(recipients) as string[]),
  };
}
