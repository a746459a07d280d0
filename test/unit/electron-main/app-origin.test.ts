import { describe, expect, test } from 'vitest';
import { isTrustedSender } from '../../../electron/main/ipc/trusted-sender.ts';
import { APP_ORIGIN, isOfOrigin, rendererSource } from '../../../electron/main/security/app-origin.ts';
import { isAllowedRequest, isOwnExport } from '../../../electron/main/security/harden-session.ts';

const packaged = rendererSource(true, 'http://localhost:5173');
const development = rendererSource(false, 'http://localhost:5173');

describe('the origin of the dashboard', () => {
  test('is our own scheme in a packaged app, whatever the environment says', () => {
    expect(packaged).toEqual({
      startUrl: 'app://ghoststack/index.html',
      origin: 'app://ghoststack',
      development: false,
    });
  });

  test.each([
    'http://192.168.1.5:5173',
    'https://localhost:5173',
    'http://localhost.evil.example',
    'nonsense',
  ])('is never %s', (url) => {
    expect(rendererSource(false, url).origin).toBe(APP_ORIGIN);
  });

  test('is the development server when one on loopback is named', () => {
    expect(development.origin).toBe('http://localhost:5173');
  });

  test.each([
    ['app://ghoststack/index.html', true],
    ['app://ghoststack', true],
    ['app://ghoststack.example/', false],
    ['app://ghoststack@evil/', false],
    ['apps://ghoststack/', false],
    ['', false],
  ])('%s belongs to it: %s', (url, belongs) => {
    expect(isOfOrigin(url, APP_ORIGIN)).toBe(belongs);
  });
});

describe('a request of the window', () => {
  test.each([
    'https://example.org/',
    'http://localhost:5173/',
    'ws://localhost:5173/',
    'file:///etc/passwd',
    'devtools://x',
  ])('to %s is cancelled', (url) => {
    expect(isAllowedRequest(url, packaged)).toBe(false);
  });

  test('to our own pages goes through', () => {
    expect(isAllowedRequest('app://ghoststack/assets/a.js', packaged)).toBe(true);
  });

  test('to the development server and its update socket goes through in development', () => {
    expect(isAllowedRequest('http://localhost:5173/main.tsx', development)).toBe(true);
    expect(isAllowedRequest('ws://localhost:5173/', development)).toBe(true);
    expect(isAllowedRequest('http://localhost:9999/', development)).toBe(false);
  });
});

describe('the sender of a call', () => {
  const frame = { url: 'app://ghoststack/index.html', isMainFrame: true };

  test('is trusted when it is the top frame of our window on our page', () => {
    expect(isTrustedSender({ contentsId: 1, frame }, 1, APP_ORIGIN)).toBe(true);
  });

  test.each([
    ['is another window', { contentsId: 2, frame }, 1],
    ['calls when there is no window', { contentsId: 1, frame }, null],
    ['is a frame within the page', { contentsId: 1, frame: { ...frame, isMainFrame: false } }, 1],
    ['is a page of another origin', { contentsId: 1, frame: { ...frame, url: 'https://example.org/' } }, 1],
    ['is a frame that is gone', { contentsId: 1, frame: null }, 1],
  ])('is refused when it %s', (_what, sender, windowId) => {
    expect(isTrustedSender(sender, windowId, APP_ORIGIN)).toBe(false);
  });
});

test('only what a page of ours has made may be saved', () => {
  expect(isOwnExport('blob:app://ghoststack/3f1c9a02-77de-41b8-9c5d-e6aa12f49b37', packaged)).toBe(true);
  for (const url of [
    'app://ghoststack/index.html',
    'blob:https://example.org/3f1c9a02-77de-41b8-9c5d-e6aa12f49b37',
    'blob:app://other/3f1c9a02-77de-41b8-9c5d-e6aa12f49b37',
    'data:text/plain,hello',
    'https://example.org/a.txt',
    '',
  ]) {
    expect(isOwnExport(url, packaged), url).toBe(false);
  }
});
