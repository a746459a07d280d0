import { describe, expect, test } from 'vitest';
import { type ElectronFacts, planStart, type SystemFacts } from '../../../scripts/start/start-plan.ts';

const system: SystemFacts = {
  platform: 'linux',
  hasDisplay: true,
  isRoot: false,
  sandboxWaived: false,
  namespaceBan: null,
};
const electron: ElectronFacts = { path: '/e/electron', hasSetuidSandbox: false, missingPackages: [] };

function reason(facts: Partial<SystemFacts>, found: Parameters<typeof planStart>[1] = electron): string {
  const plan = planStart({ ...system, ...facts }, found);
  return plan.kind === 'headless' ? `${plan.because.what} -> ${plan.because.remedy}` : plan.kind;
}

describe('npm start', () => {
  test('opens a window where everything is there', () => {
    expect(planStart(system, electron)).toEqual({ kind: 'window', electronPath: '/e/electron' });
  });

  test('looks for Electron only where it could be used', () => {
    expect(reason({}, 'unknown')).toBe('find-electron');
    expect(reason({ hasDisplay: false }, 'unknown')).toContain('no display');
    expect(reason({ isRoot: true }, 'unknown')).toContain('as root');
  });

  test('runs headless without a display, and names a remedy', () => {
    expect(reason({ hasDisplay: false })).toContain('xvfb-run -a npm start');
  });

  test('runs headless as root, and never waives the sandbox by itself', () => {
    expect(reason({ isRoot: true })).toContain('as root');
    expect(reason({ isRoot: true, sandboxWaived: true })).toBe('window');
  });

  test.each([
    ['sysctl', 'kernel.unprivileged_userns_clone is 0'],
    ['apparmor', 'kernel.apparmor_restrict_unprivileged_userns is 1'],
    ['limit', 'user.max_user_namespaces is 0'],
    ['container', 'the system refuses'],
  ] as const)('runs headless where user namespaces are forbidden (%s)', (namespaceBan, words) => {
    expect(reason({ namespaceBan })).toContain(words);
    expect(reason({ namespaceBan })).toContain("sudo chmod 4755 '/e/chrome-sandbox'");
  });

  test('needs no user namespace with a setuid sandbox', () => {
    expect(reason({ namespaceBan: 'sysctl' }, { ...electron, hasSetuidSandbox: true })).toBe('window');
  });

  test('names the packages of missing libraries', () => {
    expect(reason({}, { ...electron, missingPackages: ['libnss3', 'libgbm1'] })).toContain(
      'sudo apt-get install -y libnss3 libgbm1',
    );
  });

  test('says why there is no Electron', () => {
    expect(reason({}, { what: 'No Electron.', remedy: 'get one' })).toBe('No Electron. -> get one');
  });

  test('asks for no display and no sandbox on other systems', () => {
    expect(reason({ platform: 'darwin', hasDisplay: false, isRoot: true })).toBe('window');
  });
});
