// Debian's chromium without its windows, which is the same engine and starts sooner, and without the connections that it
// opens of its own.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  timeout: 900_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  // the longest begin first, so that nobody waits for one of them at the end
  projects: [
    { name: 'long', testMatch: ['twelve-weeks.spec.js', 'session.spec.js'] },
    { name: 'others', testIgnore: ['twelve-weeks.spec.js', 'session.spec.js'] },
  ],
  forbidOnly: true,
  reporter: [['list'], ['./support/summary.js']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  },
});
