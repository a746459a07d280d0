/** All that is said in English; its keys are the keys of every language. */
import agent from '../../../resources/locales/en/agent.json' with { type: 'json' };
import attached from '../../../resources/locales/en/attached.json' with { type: 'json' };
import background from '../../../resources/locales/en/background.json' with { type: 'json' };
import bridges from '../../../resources/locales/en/bridges.json' with { type: 'json' };
import cell from '../../../resources/locales/en/cell.json' with { type: 'json' };
import chain from '../../../resources/locales/en/chain.json' with { type: 'json' };
import common from '../../../resources/locales/en/common.json' with { type: 'json' };
import credentials from '../../../resources/locales/en/credentials.json' with { type: 'json' };
import demo from '../../../resources/locales/en/demo.json' with { type: 'json' };
import doctor from '../../../resources/locales/en/doctor.json' with { type: 'json' };
import empty from '../../../resources/locales/en/empty.json' with { type: 'json' };
import agentErrors from '../../../resources/locales/en/errors/agent.json' with { type: 'json' };
import bridgeErrors from '../../../resources/locales/en/errors/bridges.json' with { type: 'json' };
import callErrors from '../../../resources/locales/en/errors/call.json' with { type: 'json' };
import careErrors from '../../../resources/locales/en/errors/care.json' with { type: 'json' };
import cellErrors from '../../../resources/locales/en/errors/cell.json' with { type: 'json' };
import credentialErrors from '../../../resources/locales/en/errors/credential.json' with { type: 'json' };
import cryptoErrors from '../../../resources/locales/en/errors/crypto.json' with { type: 'json' };
import doctorErrors from '../../../resources/locales/en/errors/doctor.json' with { type: 'json' };
import filesErrors from '../../../resources/locales/en/errors/files.json' with { type: 'json' };
import forksErrors from '../../../resources/locales/en/errors/forks.json' with { type: 'json' };
import headlessErrors from '../../../resources/locales/en/errors/headless.json' with { type: 'json' };
import hostErrors from '../../../resources/locales/en/errors/host.json' with { type: 'json' };
import identityErrors from '../../../resources/locales/en/errors/identity.json' with { type: 'json' };
import logErrors from '../../../resources/locales/en/errors/log.json' with { type: 'json' };
import messagingErrors from '../../../resources/locales/en/errors/messaging.json' with { type: 'json' };
import proofErrors from '../../../resources/locales/en/errors/proof.json' with { type: 'json' };
import recoveryErrors from '../../../resources/locales/en/errors/recovery.json' with { type: 'json' };
import refusalsErrors from '../../../resources/locales/en/errors/refusals.json' with { type: 'json' };
import rootErrors from '../../../resources/locales/en/errors/root.json' with { type: 'json' };
import storeErrors from '../../../resources/locales/en/errors/store.json' with { type: 'json' };
import transportErrors from '../../../resources/locales/en/errors/transport.json' with { type: 'json' };
import wordsErrors from '../../../resources/locales/en/errors/words.json' with { type: 'json' };
import forks from '../../../resources/locales/en/forks.json' with { type: 'json' };
import governance from '../../../resources/locales/en/governance.json' with { type: 'json' };
import home from '../../../resources/locales/en/home.json' with { type: 'json' };
import identity from '../../../resources/locales/en/identity.json' with { type: 'json' };
import manual from '../../../resources/locales/en/manual.json' with { type: 'json' };
import menu from '../../../resources/locales/en/menu.json' with { type: 'json' };
import messages from '../../../resources/locales/en/messages.json' with { type: 'json' };
import mind from '../../../resources/locales/en/mind.json' with { type: 'json' };
import notices from '../../../resources/locales/en/notices.json' with { type: 'json' };
import overview from '../../../resources/locales/en/overview.json' with { type: 'json' };
import proof from '../../../resources/locales/en/proof.json' with { type: 'json' };
import reasons from '../../../resources/locales/en/reasons.json' with { type: 'json' };
import receipts from '../../../resources/locales/en/receipts.json' with { type: 'json' };
import recovery from '../../../resources/locales/en/recovery.json' with { type: 'json' };
import reputation from '../../../resources/locales/en/reputation.json' with { type: 'json' };
import search from '../../../resources/locales/en/search.json' with { type: 'json' };
import settings from '../../../resources/locales/en/settings.json' with { type: 'json' };
import setup from '../../../resources/locales/en/setup.json' with { type: 'json' };
import shell from '../../../resources/locales/en/shell.json' with { type: 'json' };
import sync from '../../../resources/locales/en/sync.json' with { type: 'json' };
import terminal from '../../../resources/locales/en/terminal.json' with { type: 'json' };
import tokens from '../../../resources/locales/en/tokens.json' with { type: 'json' };
import tray from '../../../resources/locales/en/tray.json' with { type: 'json' };
import undelivered from '../../../resources/locales/en/undelivered.json' with { type: 'json' };

export const EN = {
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
