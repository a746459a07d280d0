import type { Migration } from '../migration.ts';
import { migration as messaging } from './001-messaging.ts';
import { migration as cognition } from './002-cognition.ts';
import { migration as services } from './003-services.ts';
import { migration as node } from './004-node.ts';
import { migration as log } from './005-log.ts';
import { migration as cell } from './006-cell.ts';
import { migration as safety } from './007-safety.ts';
import { migration as setAside } from './008-set-aside.ts';
import { migration as joinWords } from './009-join-words.ts';
import { migration as feedsTaken } from './010-feeds-taken.ts';
import { migration as clocks } from './011-clocks.ts';
import { migration as marked } from './012-marked.ts';
import { migration as joinSteps } from './013-join-steps.ts';
import { migration as deleting } from './014-deleting.ts';
import { migration as seenInvitations } from './015-seen-invitations.ts';
import { migration as search } from './016-search.ts';
import { migration as draining } from './017-draining.ts';
import { migration as vouching } from './018-vouching.ts';
import { migration as logCheckpoints } from './019-log-checkpoints.ts';
import { migration as carrying } from './020-carrying.ts';
import { migration as drafts } from './021-drafts.ts';
import { migration as sealed } from './022-sealed.ts';
import { migration as parcels } from './023-parcels.ts';
import { migration as names } from './024-names.ts';
import { migration as files } from './025-files.ts';
import { migration as fileParts } from './026-file-parts.ts';
import { migration as pushed } from './027-pushed.ts';
import { migration as recoveryCodes } from './028-recovery-codes.ts';
import { migration as agentMind } from './029-agent-mind.ts';
import { migration as messageAgent } from './030-message-agent.ts';
import { migration as severalCells } from './031-several-cells.ts';
import { migration as credentials } from './032-credentials.ts';

/** Every migration, in order. A released migration never changes; a new one is added at the end. */
export const MIGRATIONS: readonly Migration[] = [
  messaging,
  cognition,
  services,
  node,
  log,
  cell,
  safety,
  setAside,
  joinWords,
  feedsTaken,
  clocks,
  marked,
  joinSteps,
  deleting,
  seenInvitations,
  search,
  draining,
  vouching,
  logCheckpoints,
  carrying,
  drafts,
  sealed,
  parcels,
  names,
  files,
  fileParts,
  pushed,
  recoveryCodes,
  agentMind,
  messageAgent,
  severalCells,
  credentials,
];
