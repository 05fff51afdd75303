// Paper: each print is one A4 page, blank and filled, however long the words are. Slides fill the window. And the practice
// without a script.
import { become, expect, test } from './support/test.js';

/** So many sheets this page takes on paper, and their size. */
async function sheets(page, address) {
  await page.goto(address);
  const file = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  const [, width, height] = file.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/);
  return { pages: Number(file.match(/\/Count (\d+)/)[1]), upright: Number(height) > Number(width) };
}

const LONG = { words: 'Words that go on and on. '.repeat(24).trim(), lines: 'x\n'.repeat(280).trim(), wide: 'W'.repeat(590) };

test('every print is one upright A4 page, blank and filled', async ({ page, ownDemo }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await become(page, ownDemo, 'Leader');
  await page.goto(`${ownDemo.url}/sessions`);
  const base = await page.locator('a[href$="/week-7"]').getAttribute('href');
  await page.goto(ownDemo.url + base);
  await page.getByLabel('Who presented?').selectOption({ index: 1 });
  const lines = page.locator('form[action$="/told"] textarea');
  for (const [at, words] of [LONG.words, LONG.lines, LONG.wide, LONG.words, LONG.words].entries()) await lines.nth(at).fill(words);
  await page.getByRole('button', { name: 'Save the note' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Live coaching' })).toBeVisible();

  await page.goto(`${ownDemo.url}/templates`);
  const prints = await page.locator('a[href^="/print/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(prints.length).toBeGreaterThanOrEqual(7);
  for (const print of prints) expect(await sheets(page, ownDemo.url + print), print).toEqual({ pages: 1, upright: true });

  const move = prints.find((print) => print.startsWith('/print/move?'));
  await page.goto(`${ownDemo.url}${move.replace('/print/move?id=', '/moves/')}/edit`);
  await page.locator('#action').fill(LONG.wide);
  await page.locator('#hypothesis').fill(LONG.lines.slice(0, 290));
  await page.locator('#fallback').fill(LONG.words.slice(0, 290));
  await page.getByRole('button', { name: /^(Use this move|Save the plan)/ }).click();
  await expect(page.getByText('The plan is changed.')).toBeVisible();
  expect(await sheets(page, ownDemo.url + move)).toEqual({ pages: 1, upright: true });
  await expect(page.getByRole('main')).toContainText('Shortened to one sheet.');
});

test('a note on paper is shortened as far as it must be, and each next move keeps its mark', async ({ page, demo }) => {
  await become(page, demo, 'Leader');
  await page.goto(`${demo.url}/sessions`);
  const base = await page.locator('a[href$="/week-7"]').getAttribute('href');
  const [, , group] = base.split('/');
  // as wide as what stands between the margins of a sheet
  await page.setViewportSize({ width: 703, height: 1000 });
  for (const week of [2, 3, 4, 5, 6]) {
    const address = `${demo.url}/print/session-note?group=${group}&meeting=week-${week}`;
    expect(await sheets(page, address), address).toEqual({ pages: 1, upright: true });
    await page.emulateMedia({ media: 'print' });
    const moves = page.locator('.note-sheet section', { has: page.getByRole('heading', { name: 'Next moves' }) }).locator('li');
    for (const move of await moves.allInnerTexts()) expect(move, address).toMatch(/\(.+\)$/s);
    const [ends, room] = await page.locator('.note-sheet').evaluate((sheet) => {
      const millimetre = 96 / 25.4;
      return [sheet.getBoundingClientRect().bottom - document.querySelector('.main').getBoundingClientRect().top, 256 * millimetre];
    });
    expect(ends, address).toBeLessThanOrEqual(room);
    const shortened = await page.getByText('Shortened to one sheet.').count();
    if (shortened) expect(ends, address).toBeGreaterThan(0.85 * room);
    await page.emulateMedia({ media: null });
  }
});

test('each slide fills the window, with its own buttons and no others in it', async ({ page, demo }) => {
  await become(page, demo, 'Sponsor');
  const slides = await page.locator('a[href^="/slides"]').first().getAttribute('href');
  for (const [width, height, colorScheme] of [[1280, 800, 'light'], [1280, 800, 'dark'], [390, 844, 'light'], [390, 844, 'dark']]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.goto(demo.url + slides);
    for (const number of [2, 3]) {
      await page.locator(`#slide-${number - 1}`).getByRole('link', { name: 'Next' }).press('Enter');
      const place = () => page.locator(`#slide-${number}`).evaluate((slide) => {
        const { top, height } = slide.getBoundingClientRect();
        // so that a thousandth of a pixel above the edge is no minus nought
        return [Math.round(top) + 0, Math.round(height - window.innerHeight) + 0];
      });
      await expect.poll(place).toEqual([0, 0]);
      await expect(page.locator(`#slide-${number} nav`)).toBeInViewport({ ratio: 1 });
      await expect(page.locator(`#slide-${number - 1} nav`)).not.toBeInViewport();
    }
  }
});

test('what a sponsor prints is one upright A4 page, for all groups and for each', async ({ page, demo }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await become(page, demo, 'Sponsor');
  const groups = await page.locator('a[href^="/sponsor?cohort="]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(groups.length).toBeGreaterThanOrEqual(6);
  for (const one of ['/', ...groups]) expect(await sheets(page, demo.url + one), one).toEqual({ pages: 1, upright: true });
});

test('without a script a leader chooses, reads why at once, and writes a question', async ({ browser, ownDemo }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  const phone = await context.newPage();
  await become(phone, ownDemo, 'Leader');
  await phone.goto(`${ownDemo.url}/practice`);
  await phone.getByRole('link', { name: 'One voice fills the meeting' }).press('Enter');
  const why = () => phone.getByRole('button', { name: 'Show me why' });
  await why().press('Enter');
  await expect(phone.locator('.error')).toContainText('Choose one of them.');
  await phone.getByLabel('Have you thought of using a timer for everyone?').press('Space');
  await why().press('Enter');
  await expect(phone.locator('#step-1')).toContainText('This one tells what to do');
  await phone.getByLabel('Have everybody write one risk on paper before anybody talks').press('Space');
  await why().press('Enter');
  const own = phone.getByLabel('What would you ask in this moment?');
  await own.fill('You should use a timer.');
  await phone.getByRole('button', { name: 'Keep' }).press('Enter');
  await expect(phone.locator('.error')).toContainText('This is not a question yet.');
  await expect(own).toHaveValue('You should use a timer.');
  await own.fill('What would they say if he were not there?');
  await phone.getByRole('button', { name: 'Keep' }).press('Enter');
  await expect(phone.getByRole('main')).toContainText('Done.');
});
