export type DemoNumber = 1 | 2 | 3 | 4 | 5;

export interface DemoArguments {
  readonly demo: DemoNumber;
  /** Makes the sampled actions the same every time. */
  readonly seed: number | null;
  /** Each agent in a process of its own, over libp2p on loopback. */
  readonly libp2p: boolean;
}

/** With this instead of arguments the script is an agent of a demo that runs in another process. */
export const AGENT_PROCESS_COMMAND = 'agent-process';

export const DEMO_USAGE = `Usage: npm run demo -- [1-5] [--seed N] [--libp2p]

  1  offline-first messaging           4  one agent, three layers
  2  governance and trust              5  two agents together (the default)
  3  brain simulation

  --seed N   the same sampled actions every time (N: a whole number)
  --libp2p   1 and 5: each agent in a process of its own, over loopback`;

/** Takes what follows the script's name. Returns what is wrong as text, if something is. */
export function parseDemoArguments(argv: readonly string[]): DemoArguments | string {
  let demo: DemoNumber | null = null;
  let seed: number | null = null;
  let libp2p = false;
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    const [name, inline] = argument.split('=', 2);
    if (name === '--seed' && seed === null) {
      const text = inline ?? argv[++at];
      if (text === undefined || !/^\d{1,15}$/.test(text)) {
        return `--seed needs a whole number from 0 up, not ${JSON.stringify(text ?? '')}.`;
      }
      seed = Number(text);
    } else if (argument === '--libp2p') {
      libp2p = true;
    } else if (/^[1-5]$/.test(argument) && demo === null) {
      demo = Number(argument) as DemoNumber;
    } else {
      return `There is no demo or option ${JSON.stringify(argument)} here.`;
    }
  }
  const chosen = demo ?? 5;
  if (libp2p && chosen !== 1 && chosen !== 5) return `Demo ${chosen} has no --libp2p: it sends no messages.`;
  return { demo: chosen, seed, libp2p };
}
