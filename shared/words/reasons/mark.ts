/**
 * The shapes of a state mark (UI.md §6); the word beside it says the same. `down`: the peer receives, `up`: it sends.
 */
export type Mark = 'ok' | 'up' | 'down' | 'offline' | 'caution' | 'stop' | 'waiting';
