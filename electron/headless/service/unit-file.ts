/** The systemd unit of the user that runs the node of one home: systemd.service(5), systemd.syntax(7). */
import { basename } from 'node:path';
import { sha256Hex } from '../../node/crypto/hash.ts';

/** By this line a unit is known as ours. */
const MARK = '# Written by `ghoststack service install`, and replaced or removed by it. Home:';

export interface ServiceUnit {
  /** Absolute and real. */
  readonly home: string;
  /** What runs: an absolute path, and its words as they are. */
  readonly program: string;
  readonly words: readonly string[];
  /** Beside what systemd gives; no secrets: everyone on the computer may read a unit. */
  readonly environment: Readonly<Record<string, string>>;
}

/** `ghoststack-alice-1f3a….service`: to be told apart by people, and by the path of the home. */
export function unitName(home: string): string {
  const told = basename(home)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 24);
  return `${['ghoststack', told, sha256Hex(home).slice(0, 8)].filter((part) => part !== '').join('-')}.service`;
}

/** The home whose unit a text is, or null for a unit that `ghoststack service` did not write. */
export function homeOfUnit(text: string): string | null {
  const [first = ''] = text.split('\n', 1);
  if (!first.startsWith(`${MARK} `)) return null;
  try {
    const home: unknown = JSON.parse(first.slice(MARK.length));
    return typeof home === 'string' ? home : null;
  } catch {
    return null;
  }
}

/**
 * No secret stands in it: key and passphrase come from the files that the words name. What the node prints when it
 * starts may hold the one-time link of its dashboard, so that goes nowhere; its complaints go to the journal.
 */
export function unitText({ home, program, words, environment }: ServiceUnit): string {
  const variables = Object.entries(environment).map(
    ([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`,
  );
  return `${MARK} ${JSON.stringify(home)}
[Unit]
Description=GhostStack node of ${specifierFree(printable(home))}
Documentation=man:ghoststack(1)

[Service]
Type=exec
${variables.join('')}ExecStart=:${[program, ...words].map(quoted).join(' ')}
Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2
KillMode=mixed
TimeoutStopSec=30
StandardOutput=null
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native

[Install]
WantedBy=default.target
`;
}

/** As systemd unquotes it; variables are not put in, because of the colon before the program. */
function quoted(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/\p{Cc}/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${specifierFree(escaped)}"`;
}

function specifierFree(text: string): string {
  return text.replaceAll('%', '%%');
}

/** One line that begins no comment and ends no line by a backslash. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\\]/gu, '?');
}
