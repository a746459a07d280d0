/** All that is said in German. */
import agent from '../../../resources/locales/de/agent.json' with { type: 'json' };
import cell from '../../../resources/locales/de/cell.json' with { type: 'json' };
import chain from '../../../resources/locales/de/chain.json' with { type: 'json' };
import common from '../../../resources/locales/de/common.json' with { type: 'json' };
import empty from '../../../resources/locales/de/empty.json' with { type: 'json' };
import callErrors from '../../../resources/locales/de/errors/call.json' with { type: 'json' };
import headlessErrors from '../../../resources/locales/de/errors/headless.json' with { type: 'json' };
import governance from '../../../resources/locales/de/governance.json' with { type: 'json' };
import home from '../../../resources/locales/de/home.json' with { type: 'json' };
import identity from '../../../resources/locales/de/identity.json' with { type: 'json' };
import menu from '../../../resources/locales/de/menu.json' with { type: 'json' };
import messages from '../../../resources/locales/de/messages.json' with { type: 'json' };
import overview from '../../../resources/locales/de/overview.json' with { type: 'json' };
import reasons from '../../../resources/locales/de/reasons.json' with { type: 'json' };
import receipts from '../../../resources/locales/de/receipts.json' with { type: 'json' };
import reputation from '../../../resources/locales/de/reputation.json' with { type: 'json' };
import settings from '../../../resources/locales/de/settings.json' with { type: 'json' };
import setup from '../../../resources/locales/de/setup.json' with { type: 'json' };
import shell from '../../../resources/locales/de/shell.json' with { type: 'json' };
import sync from '../../../resources/locales/de/sync.json' with { type: 'json' };
import terminal from '../../../resources/locales/de/terminal.json' with { type: 'json' };
import tokens from '../../../resources/locales/de/tokens.json' with { type: 'json' };

export const DE = {
  ...agent,
  ...cell,
  ...chain,
  ...common,
  ...empty,
  ...governance,
  ...home,
  ...identity,
  ...menu,
  ...messages,
  ...overview,
  ...reasons,
  ...receipts,
  ...reputation,
  ...settings,
  ...setup,
  ...shell,
  ...sync,
  ...terminal,
  ...tokens,
  ...callErrors,
  ...headlessErrors,
};
