// The week's main deed: a leader reports on a phone, and the coordinator's Today changes while it is watched.
import { become, expect, test } from './support/test.js';

test('a report takes three taps and one line, and Today changes while Priya watches it', async ({ browser, ownDemo }) => {
  const desk = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await become(phone, ownDemo, 'Leader');
  await become(desk, ownDemo, 'Coordinator');
  const { name } = ownDemo.roles.Leader;
  const row = desk.getByRole('row', { name });
  await openGroupOf(desk, row);
  await expect(row.locator('.cell.open')).toHaveCount(1);

  let taps = 0;
  await phone.exposeFunction('tapped', () => { taps += 1; });
  await phone.goto(ownDemo.url);
  await phone.evaluate(() => addEventListener('click', (event) => event.isTrusted && event.detail > 0 && window.tapped()));
  await phone.getByText('Yes', { exact: true }).click();
  await phone.getByText('Met it', { exact: true }).click();
  // the line is typed without a tap of its own: the field is reached by the keyboard
  await phone.getByLabel('What happened? One line is enough').focus();
  await phone.keyboard.type('She answered by noon, with a date.');
  const began = Date.now();
  await phone.getByRole('button', { name: 'Send to my group' }).click();
  // looked for with every frame, so that the figure is the page's own
  await desk.waitForFunction((who) => [...document.querySelectorAll('.heat tr')]
    .some((one) => one.textContent.includes(who) && !one.querySelector('.open')), name);
  console.log(`Today changed ${Date.now() - began} ms after the last tap; ${taps} taps.`);
  await expect(row.locator('.cell').nth(6)).toHaveText('tried, met');
  await expect(thanks(phone)).toBeVisible();
  expect(taps).toBe(3);
});

// without scripts the browser's frames cannot be counted, which the wait for a still element needs: keys need no wait

test('without a script a report arrives all the same, and what was typed wrongly comes back', async ({ browser, ownDemo }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  const phone = await context.newPage();
  await become(phone, ownDemo, 'Leader');
  const line = phone.getByLabel('What happened? One line is enough');
  await line.fill('She answered by noon, with a date.');
  await phone.getByRole('button', { name: 'Send to my group' }).press('Enter');
  await expect(line).toHaveValue('She answered by noon, with a date.');
  await expect(phone.getByRole('main')).toContainText('Did you try it?');
  await expect(phone.locator('.error').first()).toBeVisible();
  await phone.getByLabel('Yes', { exact: true }).press('Space');
  await phone.getByLabel('Partly', { exact: true }).press('Space');
  await phone.getByRole('button', { name: 'Send to my group' }).press('Enter');
  await expect(thanks(phone)).toBeVisible();
});

test('the link of a message reports and leads nowhere else', async ({ page, ownDemo }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${ownDemo.url}/demo`);
  await page.getByRole('link', { name: 'Report by the link from a message' }).click();
  await page.getByText('Yes', { exact: true }).click();
  await page.getByText('Not met', { exact: true }).click();
  await page.getByLabel('What happened? One line is enough').fill('No answer yet, so I walked over.');
  await page.getByRole('button', { name: 'Send to my group' }).click();
  await expect(thanks(page)).toBeVisible();
  await page.goto(`${ownDemo.url}/home`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});

const thanks = (page) => page.getByRole('status').filter({ hasText: 'Your group can see it' });

/** Today of the group in which that row stands, by the switch between groups. */
async function openGroupOf(desk, row) {
  const groups = desk.locator('.switch');
  for (let index = 0; await row.count() === 0; index += 1) {
    await groups.click();
    await desk.locator('.pop a').nth(index).click();
    await desk.waitForLoadState('load');
  }
}

test('whose sign-in ends while they write keeps every word and sends it once they are back', async ({ page, context, demo }) => {
  await become(page, demo, 'Leader');
  await page.goto(`${demo.url}/moves/new`);
  const action = page.locator('#action');
  await action.fill('On Tuesday I ask Karim to run the handover alone.');
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole('button', { name: /^(Use this move|Save)/ }).first().click();
  await expect(page.getByRole('alert')).toContainText('your sign-in has ended. What you typed is still here.');
  await expect(page.getByRole('link', { name: 'Sign in on another page' })).toHaveAttribute('target', '_blank');
  await expect(action).toHaveValue('On Tuesday I ask Karim to run the handover alone.');
  await context.addCookies(cookies);
  await page.getByRole('button', { name: /^(Use this move|Save)/ }).first().click();
  await expect(page.locator('.error').first()).toBeVisible();
  await expect(action).toHaveValue('On Tuesday I ask Karim to run the handover alone.');
});
