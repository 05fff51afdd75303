// Every page of the example, for each role: reads well to machines that help people, obeys its own security
// policy, fits the screen, and is small.
import { become, expect, test } from './support/test.js';
import { crawl } from './support/crawl.js';
import { look, validate } from './support/look.js';

// what is drawn alike for several roles is looked at as one of them
const elsewhere = {
  Leader: /^\/(demo|sign-in|m\/|help\/)/,
  'Second leader': /^\/(demo|sign-in|m\/|help|who-sees-what|library|settings|withdraw|print|sessions\/\{id\}\/week-\d+$)/,
};
const roles = ['Coordinator', 'Leader', 'Second leader', 'Sponsor', 'Data owner', 'Administrator'];

test('every page for: nobody', async ({ page, demo }) => {
  await inspect(page, demo, 'Nobody', ['/sign-in', '/demo', '/who-sees-what', '/help', '/there-is-no-such-page'], /^\/who-sees-what\//);
});

for (const role of roles) {
  test(`every page for: ${role.toLowerCase()}`, async ({ page, demo }) => {
    await become(page, demo, role);
    await inspect(page, demo, role, ['/'], elsewhere[role] ?? /^\/(demo|sign-in|m\/|help\/|who-sees-what\/)/);
  });
}

// pages behind a form that no link leads to
test('every page for: a sheet that moves in', async ({ page, demo }) => {
  await become(page, demo, 'Coordinator');
  const rows = ['Week,Participant,Attempted,Outcome,Feedback quality,Metric delta', '1,Somebody New,Y,Succeeded,5,'];
  await page.goto(`${demo.url}/import`);
  await send(page, 'sheet.csv', 'Week,Participant\n1,Somebody\n');
  await expect(page.getByText('is missing').first()).toBeVisible();
  await send(page, 'sheet.csv', rows.join('\n'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What the sheet brings');
  await inspect(page, demo, 'What a sheet brings', [new URL(page.url()).pathname], /^(?!\/import\/)/);
});

test('every page for: a list of people', async ({ page, demo }) => {
  await become(page, demo, 'Coordinator');
  await page.goto(`${demo.url}/sprints/new/people`);
  await page.getByRole('button', { name: 'Bring a file for Group A' }).click();
  await send(page, 'people.csv', 'Name,Mail\nMaya\n');
  await expect(page.getByText('No cell of the file is a mail address').first()).toBeVisible();
  await send(page, 'people.csv', 'Nom,Mail\nMaya,maya@riverbank.example\nTom,tom\n');
  await expect(page.getByText('The address has no @')).toBeVisible();
  await inspect(page, demo, 'What a list brings', [new URL(page.url()).pathname, '/sprints/new/people/file?group=0'], /^(?!\/sprints\/new\/people\/file)/);
  await page.goto(`${demo.url}/sprints/new/people/file?group=0`);
  await send(page, 'people.csv', 'Nom,Mail\nMaya,maya@riverbank.example\n');
  await page.getByRole('button', { name: 'Take all of them' }).click();
  await expect(page.getByLabel('One person per line')).toHaveValue(/Maya, maya@riverbank\.example/);
});

test('every page for: somebody who signs up', async ({ page, browser, demo }) => {
  await become(page, demo, 'Coordinator');
  await page.goto(`${demo.url}/sprints/new/people`);
  await page.getByRole('button', { name: /^Share a link for / }).first().click();
  await page.getByLabel('Ask for more').check();
  await page.getByRole('button', { name: 'Open a link' }).click();
  const link = new URL((await page.locator('#address').textContent()).trim());
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await phone.goto(demo.url + link.pathname);
  await phone.getByLabel('Name', { exact: true }).fill('Noor Haddad');
  await phone.getByLabel('Mail address').fill('noor@riverbank.example');
  await phone.getByRole('button', { name: 'Put me down' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('You are on the list');
  await inspect(page, demo, 'Who signs up', [link.pathname, `${link.pathname}?done=1`], /^(?!\/join\/)/);
  await inspect(page, demo, 'Who shares a link', ['/sprints/new/people/link?group=0'], /^(?!\/sprints\/new\/people\/link)/);
  await page.goto(`${demo.url}/sprints/new/people/link?group=0`);
  await page.getByRole('button', { name: 'Take all of them' }).click();
  await expect(page.getByLabel('One person per line')).toHaveValue(/Noor Haddad, noor@riverbank\.example/);
});

test('every page for: somebody with another mail address', async ({ page, demo }) => {
  await become(page, demo, 'Second leader');
  await page.goto(`${demo.url}/settings`);
  await page.getByLabel('New address').fill('another@riverbank');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('The part after the @ is not right.').first()).toBeVisible();
  await page.getByLabel('New address').fill('another@riverbank.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('A link is on its way to the new address')).toBeVisible();
  await page.goto(`${demo.url}/demo`);
  const link = new URL(await page.locator('a[href*="/address/"]').first().getAttribute('href'), demo.url);
  await inspect(page, demo, 'Who has another address', [link.pathname], /^(?!\/address\/)/);
  await page.goto(demo.url + link.pathname);
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('another@riverbank.example is your address now');
});

async function send(page, name, text) {
  await page.getByLabel(/, CSV or XLSX$/).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Look at it' }).click();
}

/** Looks at every kind of page that `paths` lead to, but those that were looked at as somebody else. */
async function inspect(page, demo, role, paths, elsewhere = /^$/) {
  const pages = (await crawl(page, demo.url, paths, elsewhere)).filter(({ html }) => html);
  console.log(`${role}: ${pages.length} kinds of pages: ${pages.map(({ kind }) => kind).join(' ')}`);
  const faults = pages
    .filter(({ kind, status }) => status !== (kind === '/there-is-no-such-page' ? 404 : 200))
    .map(({ kind, status }) => `${kind} answers ${status}`);
  faults.push(...await validate(pages));
  for (const { kind, url } of pages) {
    faults.push(...(await look(page, url)).map((fault) => `${kind} ${fault}`));
  }
  expect(faults, `${role}: faults of pages`).toEqual([]);
}
