// The five main pages as Lighthouse sees them: a phone with a slow line and a slow processor.
//   npm install --no-save lighthouse@12.8.2 && node lighthouse.js
// Ends with 1 where accessibility or best practices are under 100, or performance is under 99.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from './support/server.js';

const pages = [
  ['Coordinator', '/'], ['Coordinator', '/results'], ['Leader', '/'], ['Leader', '/moves/new'], ['Sponsor', '/sponsor'],
];
const least = { accessibility: 100, 'best-practices': 100, performance: 99 };
const flags = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const demo = await startDemo();
const folder = await mkdtemp(join(tmpdir(), 'firstmove-lighthouse-'));
let fine = true;
try {
  for (const [role, path] of pages) {
    const scores = await measure(demo.url + path, await signedIn(demo.roles[role].link));
    const enough = Object.entries(least).every(([kind, score]) => scores[kind] >= score);
    fine &&= enough;
    console.log(`${role} ${path}: ${Object.entries(scores).map(([kind, score]) => `${kind} ${score}`).join(', ')}`);
  }
} finally {
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(fine ? 0 : 1);

/** The cookie of somebody of the example. */
async function signedIn(link) {
  const answer = await fetch(link, { method: 'POST', redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' } });
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

/** The page's scores out of 100. */
async function measure(url, cookie) {
  const report = join(folder, 'report.json');
  const child = spawn('npx', [
    'lighthouse', url, '--quiet', '--output=json', `--output-path=${report}`,
    `--only-categories=${Object.keys(least).join(',')}`,
    `--extra-headers=${JSON.stringify({ Cookie: cookie })}`, `--chrome-flags=${flags.join(' ')}`,
  ], { stdio: 'inherit', env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium' } });
  await new Promise((resolve) => child.once('exit', resolve));
  const { categories, audits } = JSON.parse(await readFile(report, 'utf8'));
  for (const audit of Object.values(audits)) {
    const matters = audit.score !== null && audit.score < 1 && ['binary', 'metricSavings'].includes(audit.scoreDisplayMode);
    if (matters) console.log(`  ${audit.id}: ${audit.title} ${audit.displayValue ?? ''}`);
  }
  return Object.fromEntries(Object.keys(least).map((kind) => [kind, Math.round(categories[kind].score * 100)]));
}
