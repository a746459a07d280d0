import type { z } from 'zod';
import type { Store } from './store.ts';

/**
 * Small named values as JSON. What cannot be read or no longer fits its schema (an older version wrote it) reads as
 * missing. So nothing belongs here whose absence would let a node do more: that is for SafetyState.
 */
export class SettingsStore {
  readonly #read;
  readonly #write;

  constructor(store: Store) {
    this.#read = store.db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
    this.#write = store.db.prepare<[string, string]>(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  get<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
    const row = this.#read.get(key);
    if (!row) return fallback;
    const parsed = schema.safeParse(parsedOrUndefined(row.value));
    return parsed.success ? parsed.data : fallback;
  }

  set(key: string, value: unknown): void {
    this.#write.run(key, JSON.stringify(value));
  }
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
