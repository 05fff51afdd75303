// What can be wrong with a page, as sentences.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const kilobyte = 1024;

/** The validator of the web's own standards body, once for all pages. */
export async function validate(pages) {
  const folder = await mkdtemp(join(tmpdir(), 'firstmove-pages-'));
  for (const [index, { html }] of pages.entries()) await writeFile(join(folder, `${index}.html`), html);
  const jar = new URL('../node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url).pathname;
  const result = await run('java', ['-Xss1m', '-jar', jar, '--errors-only', '--format', 'json', folder])
    .catch((error) => error);
  await rm(folder, { recursive: true });
  const { messages } = JSON.parse(result.stderr);
  return messages.map(({ url, lastLine, message, extract }) =>
    `${pages[Number(url.match(/(\d+)\.html$/)[1])].kind} line ${lastLine}: ${message} ${extract}`);
}

/** What is wrong with a page on a phone and on a desk, by day and by night. */
export async function look(page, url) {
  const faults = [];
  await page.setViewportSize({ width: 390, height: 844 });
  const loaded = await measured(page, url);
  if (loaded.requests.length > 5) faults.push(`makes ${loaded.requests.length} requests: ${loaded.requests}`);
  if (loaded.bytes > 35 * kilobyte) faults.push(`weighs ${loaded.bytes} bytes beside the font`);
  if (loaded.font > 50 * kilobyte) faults.push(`has a font of ${loaded.font} bytes`);
  for (const width of [390, 1280]) {
    await resize(page, width);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) faults.push(`at ${width} is ${over} wider than the screen: ${await page.evaluate(widest)}`);
  }
  await page.evaluate(shorten);
  await page.evaluate(axe);
  for (const width of [390, 1280]) {
    await resize(page, width);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const first = width === 390 && colorScheme === 'light';
      // by night nothing differs but the colours; and of what is drawn alike, one is enough after the first time
      const found = first ? [] : await page.evaluate(judge);
      if (colorScheme === 'light') found.push(...await page.evaluate(judge, { names: tags, colours: first }));
      faults.push(...found.map((violation) => `at ${width}, ${colorScheme}: ${violation}`));
    }
  }
  return faults;
}

const resize = (page, width) => page.setViewportSize({ width, height: width === 390 ? 844 : 900 });

/**
 * In the page: what axe has against it. Nothing else is asked for, which is most of its work. `tags` are those of its
 * rules; without them it looks at the colours alone, of one text of each look: colour, size, weight, and what is behind.
 */
async function judge(tags) {
  const alone = { 'color-contrast': { enabled: false } };
  const [context, options] = tags
    ? [document, { runOnly: tags.names, rules: tags.colours ? {} : alone }]
    : [{ include: oneOfEachLook() }, { runOnly: ['color-contrast'] }];
  const { violations } = await window.axe.run(context, { ...options, resultTypes: ['violations'] });
  return violations.map(({ id, nodes: [{ html, failureSummary }] }) => `${id}: ${html} ${failureSummary}`);

  function oneOfEachLook() {
    const looks = new Map();
    for (const one of document.querySelectorAll('body *')) {
      const speaks = one.matches('input, select, textarea') || [...one.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
      if (speaks && one.checkVisibility() && !looks.has(lookOf(one))) looks.set(lookOf(one), one);
    }
    return [...looks.values()];
  }

  function lookOf(one) {
    const { color, fontSize, fontWeight } = getComputedStyle(one);
    const look = [color, fontSize, fontWeight];
    for (let behind = one; behind; behind = behind.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(behind);
      look.push(...[backgroundColor, backgroundImage, opacity].filter((part) => !['rgba(0, 0, 0, 0)', 'none', '1'].includes(part)));
      if (backgroundColor.startsWith('rgb(')) break;
    }
    return look.join();
  }
}

/** In the page: leaves twelve rows of each list. The others are made alike, and each costs seconds to judge. */
function shorten() {
  for (const list of document.querySelectorAll('tbody, ol, ul')) {
    for (const row of [...list.children].slice(12)) row.remove();
  }
}

/** In the page: what reaches farthest over its edge. */
function widest() {
  const right = (one) => one.getBoundingClientRect().right;
  const [first] = [...document.querySelectorAll('body *')].sort((a, b) => right(b) - right(a));
  return `${first.parentElement.outerHTML.slice(0, 300)} ends at ${right(first)}`;
}

/** Opens a page with an empty cache and weighs what comes over the wire, without headers and streams. */
export async function measured(page, url) {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.clearBrowserCache');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: false });
  const seen = new Map();
  wire.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (!request.url.startsWith('data:')) seen.set(requestId, { url: request.url, type, head: 0, bytes: 0 });
  });
  wire.on('Network.responseReceived', ({ requestId, response }) => {
    if (seen.has(requestId)) seen.get(requestId).head = response.encodedDataLength;
  });
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (seen.has(requestId)) seen.get(requestId).bytes = encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  await wire.detach();
  const parts = [...seen.values()].filter(({ type }) => type !== 'EventSource');
  const sum = (list) => list.reduce((total, { bytes, head }) => total + Math.max(0, bytes - head), 0);
  return {
    // what a stream draws while the page loads may ask for the same picture before it has come; its bytes count twice
    requests: [...new Set(parts.map((part) => new URL(part.url).pathname))],
    bytes: sum(parts.filter(({ type }) => type !== 'Font')),
    font: sum(parts.filter(({ type }) => type === 'Font')),
  };
}
