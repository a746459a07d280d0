/** Decides from facts about this computer how GhostStack can start here. */

/** What keeps Chromium's sandbox from using user namespaces, or null. */
export type NamespaceBan = 'sysctl' | 'apparmor' | 'limit' | 'container';

export interface SystemFacts {
  readonly platform: NodeJS.Platform;
  /** An X or Wayland display is named in the environment. */
  readonly hasDisplay: boolean;
  readonly isRoot: boolean;
  /** The caller himself passed `--no-sandbox`. */
  readonly sandboxWaived: boolean;
  readonly namespaceBan: NamespaceBan | null;
}

export interface ElectronFacts {
  readonly path: string;
  /** chrome-sandbox beside it belongs to root and is setuid: then user namespaces are not needed. */
  readonly hasSetuidSandbox: boolean;
  /** Apt packages of shared libraries that it needs and this system lacks. */
  readonly missingPackages: readonly string[];
}

export interface Obstacle {
  readonly what: string;
  /** One line that mends it. */
  readonly remedy: string;
}

/** `unknown`: not looked for yet; an obstacle: looked for, and why there is none. */
export type ElectronSearch = 'unknown' | ElectronFacts | Obstacle;

export type StartPlan =
  | { readonly kind: 'window'; readonly electronPath: string }
  | { readonly kind: 'headless'; readonly because: Obstacle }
  | { readonly kind: 'find-electron' };

const BAN_WORDS: Readonly<Record<NamespaceBan, string>> = {
  sysctl: 'kernel.unprivileged_userns_clone is 0',
  apparmor: 'kernel.apparmor_restrict_unprivileged_userns is 1',
  limit: 'user.max_user_namespaces is 0',
  container: 'the system refuses to make one',
};

/** What needs no Electron is looked at first: a download would be in vain. */
export function planStart(system: SystemFacts, electron: ElectronSearch): StartPlan {
  const obstacle = systemObstacle(system);
  if (obstacle) return { kind: 'headless', because: obstacle };
  if (electron === 'unknown') return { kind: 'find-electron' };
  if (!('path' in electron)) return { kind: 'headless', because: electron };
  const inElectron = electronObstacle(system, electron);
  if (inElectron) return { kind: 'headless', because: inElectron };
  return { kind: 'window', electronPath: electron.path };
}

function systemObstacle(system: SystemFacts): Obstacle | null {
  if (system.platform !== 'linux') return null;
  if (!system.hasDisplay) {
    return {
      what: 'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.',
      remedy: 'xvfb-run -a npm start  # or start it from a desktop session',
    };
  }
  if (system.isRoot && !system.sandboxWaived) {
    return {
      what: 'Electron does not run its sandbox as root.',
      remedy: 'npm start  # as an ordinary user; or, without any sandbox: npm start -- --no-sandbox',
    };
  }
  return null;
}

function electronObstacle(system: SystemFacts, electron: ElectronFacts): Obstacle | null {
  if (electron.missingPackages.length > 0) {
    const packages = electron.missingPackages.join(' ');
    return {
      what: `Electron needs libraries that this system lacks: ${electron.missingPackages.join(', ')}.`,
      remedy: `sudo apt-get install -y ${packages}`,
    };
  }
  const sandboxed = system.platform === 'linux' && !system.sandboxWaived;
  if (sandboxed && system.namespaceBan && !electron.hasSetuidSandbox) {
    const helper = `'${electron.path.slice(0, electron.path.lastIndexOf('/') + 1)}chrome-sandbox'`;
    return {
      what: `Electron's sandbox needs a user namespace, and those are forbidden here (${BAN_WORDS[system.namespaceBan]}).`,
      remedy: `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
    };
  }
  return null;
}
