import type { Command, CommandName } from './command.ts';

/** Loaded when they are called: most are answered by a running node and need little of all this themselves. */
export const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  found: async () => (await import('./commands/found.ts')).found,
  start: async () => (await import('./commands/start.ts')).start,
  stop: async () => (await import('./commands/stop.ts')).stop,
  lock: async () => (await import('./commands/lock.ts')).lock,
  unlock: async () => (await import('./commands/unlock.ts')).unlock,
  service: async () => (await import('./commands/service.ts')).service,
  status: async () => (await import('./commands/status.ts')).status,
  dashboard: async () => (await import('./commands/dashboard.ts')).dashboard,
  'demo-cell': async () => (await import('./commands/demo-cell.ts')).demoCell,
  invite: async () => (await import('./commands/invite.ts')).invite,
  joins: async () => (await import('./commands/joins.ts')).joins,
  accept: async () => (await import('./commands/joins.ts')).accept,
  refuse: async () => (await import('./commands/refuse.ts')).refuse,
  revoke: async () => (await import('./commands/revoke.ts')).revoke,
  join: async () => (await import('./commands/join.ts')).join,
  resume: async () => (await import('./commands/resume.ts')).resume,
  members: async () => (await import('./commands/members.ts')).members,
  compare: async () => (await import('./commands/compare.ts')).compare,
  words: async () => (await import('./commands/words.ts')).words,
  rotate: async () => (await import('./commands/rotate.ts')).rotate,
  'recovery-code': async () => (await import('./commands/recovery-code.ts')).recoveryCode,
  recover: async () => (await import('./commands/recover.ts')).recover,
  peer: async () => (await import('./commands/peer.ts')).peer,
  peers: async () => (await import('./commands/peers.ts')).peers,
  send: async () => (await import('./commands/send.ts')).send,
  cancel: async () => (await import('./commands/send.ts')).cancel,
  'send-again': async () => (await import('./commands/send-again.ts')).sendAgain,
  queue: async () => (await import('./commands/queue.ts')).queue,
  carried: async () => (await import('./commands/carried.ts')).carried,
  inbox: async () => (await import('./commands/inbox.ts')).inbox,
  files: async () => (await import('./commands/files.ts')).files,
  search: async () => (await import('./commands/search.ts')).search,
  propose: async () => (await import('./commands/propose.ts')).propose,
  open: async () => (await import('./commands/propose.ts')).open,
  vote: async () => (await import('./commands/vote.ts')).vote,
  close: async () => (await import('./commands/vote.ts')).close,
  withdraw: async () => (await import('./commands/vote.ts')).withdraw,
  remove: async () => (await import('./commands/change.ts')).remove,
  rules: async () => (await import('./commands/change.ts')).rules,
  proposals: async () => (await import('./commands/proposals.ts')).proposals,
  endorse: async () => (await import('./commands/trust.ts')).endorse,
  rank: async () => (await import('./commands/trust.ts')).rank,
  balances: async () => (await import('./commands/trust.ts')).balances,
  transfer: async () => (await import('./commands/trust.ts')).transfer,
  card: async () => (await import('./commands/bridges.ts')).card,
  bridge: async () => (await import('./commands/bridges.ts')).bridge,
  unbridge: async () => (await import('./commands/bridges.ts')).unbridge,
  bridges: async () => (await import('./commands/bridges.ts')).bridges,
  statement: async () => (await import('./commands/bridges.ts')).statement,
  import: async () => (await import('./commands/bridges.ts')).importCommand,
  stimulus: async () => (await import('./commands/brain.ts')).stimulus,
  brain: async () => (await import('./commands/brain.ts')).brain,
  completion: async () => (await import('./commands/completion.ts')).completion,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  logs: async () => (await import('./commands/logs.ts')).logs,
  log: async () => (await import('./commands/log.ts')).log,
  scar: async () => (await import('./commands/scar.ts')).scar,
  proof: async () => (await import('./commands/proof.ts')).proof,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restore,
};

export const COMMAND_NAMES = Object.keys(COMMANDS);

/** All of them, in the order in which help lists them. */
export function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
