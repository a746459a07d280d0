import { type Action, Autonomy, type Episode } from '#shared/contract/domain/agent.ts';
import { CycleRecord } from '#shared/contract/domain/cycle.ts';
import type { Store } from '../store/store.ts';
import type { BrainState } from './brain-simulation.ts';
import { HIPPOCAMPUS_CAPACITY } from './hippocampus.ts';
import { livedOf } from './lived.ts';
import { actionScores, softmax } from './policy/softmax.ts';
import type { SavedBrain } from './state-file.ts';

interface StateRow {
  cycle: number;
  valence: number;
  arousal: number;
  dopamine: number;
  predicted_reward: number;
}

interface EpisodeRow {
  cycle: number;
  at_ms: number;
  stimulus: string;
  intensity: number;
  novelty: number;
  label: string | null;
  valence: number;
  arousal: number;
  dopamine: number;
  reward: number;
  expected: number | null;
  action: Action;
  record: string | null;
}

/** Of an episode without its record the chances of the actions are those of the tutorial, which follow from the emotion. */
function toEpisode(row: EpisodeRow): Episode {
  const { valence, arousal, dopamine } = row;
  return {
    cycle: row.cycle,
    atMs: row.at_ms,
    stimulus: { type: row.stimulus, intensity: row.intensity, novelty: row.novelty },
    label: row.label,
    lived: livedOf(row.label),
    valence,
    arousal,
    dopamine,
    reward: row.reward,
    expected: row.expected,
    action: row.action,
    probabilities: recordIn(row)?.probabilities ?? softmax(actionScores({ valence, arousal, dopamine })),
  };
}

/** Null where it was not kept, or where somebody changed the database by hand. */
function recordIn({ record }: Pick<EpisodeRow, 'record'>): CycleRecord | null {
  if (record === null) return null;
  try {
    return CycleRecord.parse(JSON.parse(record));
  } catch {
    return null;
  }
}

/** A brain's state and all its episodes in SQLite; one database may hold several brains, by name. */
export class BrainStore {
  readonly #store: Store;
  readonly #brain: string;
  readonly #statements;

  constructor(store: Store, brain = 'self') {
    this.#store = store;
    this.#brain = brain;
    const { db } = store;
    this.#statements = {
      state: db.prepare<[string], StateRow>('SELECT * FROM brain_state WHERE brain = ?'),
      putState: db.prepare(
        `INSERT INTO brain_state (brain, cycle, valence, arousal, dopamine, predicted_reward)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (brain) DO UPDATE SET cycle = excluded.cycle, valence = excluded.valence,
           arousal = excluded.arousal, dopamine = excluded.dopamine, predicted_reward = excluded.predicted_reward`,
      ),
      putEpisode: db.prepare(
        `INSERT INTO brain_episode
           (brain, cycle, at_ms, stimulus, intensity, novelty, label, valence, arousal, dopamine, reward, action,
            expected, record)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      forget: db.prepare('DELETE FROM brain_episode WHERE brain = ?'),
      page: db.prepare<[string, number, number], EpisodeRow>(
        'SELECT * FROM brain_episode WHERE brain = ? AND cycle < ? ORDER BY cycle DESC LIMIT ?',
      ),
      memorable: db.prepare<[{ brain: string; newest: number; older: number }], EpisodeRow>(
        `WITH newest AS (SELECT * FROM brain_episode WHERE brain = @brain ORDER BY cycle DESC LIMIT @newest),
           surprising AS (
             SELECT * FROM brain_episode
             WHERE brain = @brain AND cycle < (SELECT coalesce(min(cycle), 0) FROM newest)
             ORDER BY abs(reward - coalesce(expected, reward)) DESC, cycle DESC LIMIT @older)
         SELECT * FROM newest UNION ALL SELECT * FROM surprising ORDER BY cycle`,
      ),
      record: db.prepare<[string, number], Pick<EpisodeRow, 'record'>>(
        'SELECT record FROM brain_episode WHERE brain = ? AND cycle = ?',
      ),
      dropRecord: db.prepare('UPDATE brain_episode SET record = NULL WHERE brain = ? AND cycle = ?'),
      dropOthers: db.prepare(
        `UPDATE brain_episode SET record = NULL
         WHERE brain = ? AND record IS NOT NULL AND cycle NOT IN (SELECT value FROM json_each(?))`,
      ),
      autonomy: db.prepare<[string], string>('SELECT autonomy FROM agent_autonomy WHERE brain = ?').pluck(),
      putAutonomy: db.prepare(
        `INSERT INTO agent_autonomy (brain, autonomy) VALUES (?, ?)
         ON CONFLICT (brain) DO UPDATE SET autonomy = excluded.autonomy`,
      ),
      count: db.prepare<[string], number>('SELECT count(*) FROM brain_episode WHERE brain = ?').pluck(),
    };
  }

  /** The state and the newest 1000 episodes; null for a brain that has never run. */
  load(): SavedBrain | null {
    const row = this.#statements.state.get(this.#brain);
    if (!row) return null;
    const { cycle, valence, arousal, dopamine, predicted_reward: predictedReward } = row;
    return {
      state: { cycle, valence, arousal, dopamine, predictedReward },
      episodes: this.episodes({ limit: HIPPOCAMPUS_CAPACITY }).episodes,
    };
  }

  /**
   * What is worth to be remembered, oldest first: the newest `newest`, and of what is older the most surprising up to
   * `limit` in all (surprise.ts says the same one by one).
   */
  memorable({ newest, limit }: { newest: number; limit: number }): Episode[] {
    const rows = this.#statements.memorable.all({ brain: this.#brain, newest, older: limit - newest });
    return rows.map(toEpisode);
  }

  /** One cycle, whole or not at all. */
  saveCycle(state: BrainState, episode: Episode, record: CycleRecord): void {
    this.#store.transaction(() => {
      this.#putState(state);
      this.#putEpisode(episode, record);
    });
  }

  /** Puts another brain in the place of this one. */
  replace({ state, episodes }: SavedBrain): void {
    this.#store.transaction(() => {
      this.#statements.forget.run(this.#brain);
      this.#putState(state);
      for (const episode of episodes) this.#putEpisode(episode, null);
    });
  }

  /** The newest `limit` episodes before cycle `before`, oldest first. */
  episodes({ before = null, limit }: { before?: number | null; limit: number }): {
    episodes: Episode[];
    more: boolean;
  } {
    const rows = this.#statements.page.all(this.#brain, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    return { episodes: rows.slice(0, limit).reverse().map(toEpisode), more: rows.length > limit };
  }

  /** What a cycle followed from, and what followed; null for one of which that was not kept. */
  record(cycle: number): CycleRecord | null {
    const row = this.#statements.record.get(this.#brain, cycle);
    return row ? recordIn(row) : null;
  }

  /** Of a forgotten cycle the episode is kept, and not all that it followed from: others decide how many cycles there are. */
  dropRecord(cycle: number): void {
    this.#store.transaction(() => this.#statements.dropRecord.run(this.#brain, cycle));
  }

  /** The same of all cycles but these. */
  keepRecords(cycles: readonly number[]): void {
    this.#store.transaction(() => this.#statements.dropOthers.run(this.#brain, JSON.stringify(cycles)));
  }

  /** The state alone, in the transaction of what it changed for. */
  saveState(state: BrainState): void {
    this.#putState(state);
  }

  count(): number {
    return this.#statements.count.get(this.#brain) ?? 0;
  }

  /** How far the operator lets this brain act alone; `suggest` until he says otherwise. */
  autonomy(): Autonomy {
    return Autonomy.catch('suggest').parse(this.#statements.autonomy.get(this.#brain));
  }

  setAutonomy(autonomy: Autonomy): void {
    this.#store.transaction(() => this.#statements.putAutonomy.run(this.#brain, autonomy));
  }

  #putState(state: BrainState): void {
    const { cycle, valence, arousal, dopamine, predictedReward } = state;
    this.#statements.putState.run(this.#brain, cycle, valence, arousal, dopamine, predictedReward);
  }

  #putEpisode(episode: Episode, record: CycleRecord | null): void {
    const { cycle, atMs, stimulus, label, valence, arousal, dopamine, reward, expected, action } = episode;
    const { type, intensity, novelty } = stimulus;
    this.#statements.putEpisode.run(
      this.#brain,
      cycle,
      atMs,
      type,
      intensity,
      novelty,
      label,
      valence,
      arousal,
      dopamine,
      reward,
      action,
      expected,
      record && JSON.stringify(record),
    );
  }
}
