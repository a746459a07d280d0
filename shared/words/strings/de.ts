/** All that is said in German. */
import agent from '../../../resources/locales/de/agent.json' with { type: 'json' };
import attached from '../../../resources/locales/de/attached.json' with { type: 'json' };
import background from '../../../resources/locales/de/background.json' with { type: 'json' };
import bridges from '../../../resources/locales/de/bridges.json' with { type: 'json' };
import cell from '../../../resources/locales/de/cell.json' with { type: 'json' };
import chain from '../../../resources/locales/de/chain.json' with { type: 'json' };
import common from '../../../resources/locales/de/common.json' with { type: 'json' };
import credentials from '../../../resources/locales/de/credentials.json' with { type: 'json' };
import demo from '../../../resources/locales/de/demo.json' with { type: 'json' };
import doctor from '../../../resources/locales/de/doctor.json' with { type: 'json' };
import empty from '../../../resources/locales/de/empty.json' with { type: 'json' };
import agentErrors from '../../../resources/locales/de/errors/agent.json' with { type: 'json' };
import bridgeErrors from '../../../resources/locales/de/errors/bridges.json' with { type: 'json' };
import callErrors from '../../../resources/locales/de/errors/call.json' with { type: 'json' };
import careErrors from '../../../resources/locales/de/errors/care.json' with { type: 'json' };
import cellErrors from '../../../resources/locales/de/errors/cell.json' with { type: 'json' };
import credentialErrors from '../../../resources/locales/de/errors/credential.json' with { type: 'json' };
import cryptoErrors from '../../../resources/locales/de/errors/crypto.json' with { type: 'json' };
import doctorErrors from '../../../resources/locales/de/errors/doctor.json' with { type: 'json' };
import filesErrors from '../../../resources/locales/de/errors/files.json' with { type: 'json' };
import forksErrors from '../../../resources/locales/de/errors/forks.json' with { type: 'json' };
import headlessErrors from '../../../resources/locales/de/errors/headless.json' with { type: 'json' };
import hostErrors from '../../../resources/locales/de/errors/host.json' with { type: 'json' };
import identityErrors from '../../../resources/locales/de/errors/identity.json' with { type: 'json' };
import logErrors from '../../../resources/locales/de/errors/log.json' with { type: 'json' };
import messagingErrors from '../../../resources/locales/de/errors/messaging.json' with { type: 'json' };
import proofErrors from '../../../resources/locales/de/errors/proof.json' with { type: 'json' };
import recoveryErrors from '../../../resources/locales/de/errors/recovery.json' with { type: 'json' };
import refusalsErrors from '../../../resources/locales/de/errors/refusals.json' with { type: 'json' };
import rootErrors from '../../../resources/locales/de/errors/root.json' with { type: 'json' };
import storeErrors from '../../../resources/locales/de/errors/store.json' with { type: 'json' };
import transportErrors from '../../../resources/locales/de/errors/transport.json' with { type: 'json' };
import wordsErrors from '../../../resources/locales/de/errors/words.json' with { type: 'json' };
import forks from '../../../resources/locales/de/forks.json' with { type: 'json' };
import governance from '../../../resources/locales/de/governance.json' with { type: 'json' };
import home from '../../../resources/locales/de/home.json' with { type: 'json' };
import identity from '../../../resources/locales/de/identity.json' with { type: 'json' };
import manual from '../../../resources/locales/de/manual.json' with { type: 'json' };
import menu from '../../../resources/locales/de/menu.json' with { type: 'json' };
import messages from '../../../resources/locales/de/messages.json' with { type: 'json' };
import mind from '../../../resources/locales/de/mind.json' with { type: 'json' };
import notices from '../../../resources/locales/de/notices.json' with { type: 'json' };
import overview from '../../../resources/locales/de/overview.json' with { type: 'json' };
import proof from '../../../resources/locales/de/proof.json' with { type: 'json' };
import reasons from '../../../resources/locales/de/reasons.json' with { type: 'json' };
import receipts from '../../../resources/locales/de/receipts.json' with { type: 'json' };
import recovery from '../../../resources/locales/de/recovery.json' with { type: 'json' };
import reputation from '../../../resources/locales/de/reputation.json' with { type: 'json' };
import search from '../../../resources/locales/de/search.json' with { type: 'json' };
import settings from '../../../resources/locales/de/settings.json' with { type: 'json' };
import setup from '../../../resources/locales/de/setup.json' with { type: 'json' };
import shell from '../../../resources/locales/de/shell.json' with { type: 'json' };
import sync from '../../../resources/locales/de/sync.json' with { type: 'json' };
import terminal from '../../../resources/locales/de/terminal.json' with { type: 'json' };
import tokens from '../../../resources/locales/de/tokens.json' with { type: 'json' };
import tray from '../../../resources/locales/de/tray.json' with { type: 'json' };
import undelivered from '../../../resources/locales/de/undelivered.json' with { type: 'json' };

export const DE = {
  ...agent,
  ...attached,
  ...background,
  ...cell,
  ...chain,
  ...common,
  ...credentials,
  ...demo,
  ...doctor,
  ...empty,
  ...forks,
  ...governance,
  ...home,
  ...identity,
  ...manual,
  ...menu,
  ...messages,
  ...mind,
  ...notices,
  ...overview,
  ...proof,
  ...reasons,
  ...receipts,
  ...recovery,
  ...bridges,
  ...reputation,
  ...search,
  ...settings,
  ...setup,
  ...shell,
  ...sync,
  ...terminal,
  ...tokens,
  ...undelivered,
  ...tray,
  ...agentErrors,
  ...callErrors,
  ...careErrors,
  ...cellErrors,
  ...credentialErrors,
  ...cryptoErrors,
  ...doctorErrors,
  ...filesErrors,
  ...forksErrors,
  ...headlessErrors,
  ...hostErrors,
  ...identityErrors,
  ...logErrors,
  ...messagingErrors,
  ...proofErrors,
  ...recoveryErrors,
  ...bridgeErrors,
  ...refusalsErrors,
  ...rootErrors,
  ...storeErrors,
  ...transportErrors,
  ...wordsErrors,
};
