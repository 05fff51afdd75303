// A coordinator with a list of names: from the empty page to invitations at a real mail server, and the first yes.
import { expect, test } from './support/test.js';
import { look } from './support/look.js';
import { start } from './support/server.js';
import { openPostOffice } from './support/post.js';

const people = [
  ['Maya Okafor', 'Fulfilment'], ['Tom Brandt', 'Customer care'], ['Aisha Rahman', 'Returns'], ['Luis Ortega', 'Transport'],
  ['Hannah Weiß', 'Early shift'], ['李娜', 'Planning'], ['Sofia Lindqvist', 'Late shift'], ['Jonas Meyer-van der Heijden', 'Quality'],
].map(([name, team], place) => ({ name, team, mail: `leader${place + 1}@riverbank.example` }));

test('a coordinator sets up a sprint and eight invitations arrive, in under 10 minutes and 15 clicks', async ({ context, page }) => {
  const post = await openPostOffice();
  const server = await start('serve', ['--smtp', post.url, '--mail-from', 'Firstmove <firstmove@riverbank.example>']);
  try {
    const began = performance.now();
    const clicks = await setUp(page, server);
    await post.arrived(people.length);
    const seconds = (performance.now() - began) / 1000;
    console.log(`${clicks} clicks, ${seconds.toFixed(1)} s without the time to think and type`);
    expect(clicks).toBeLessThanOrEqual(15);
    expect(seconds).toBeLessThan(600);
    expect(post.mails.map(({ to }) => to).flat().sort()).toEqual(people.map(({ mail }) => mail).sort());
    const link = read(post.mails.find(({ to }) => to.includes(people[0].mail)).mail);
    await answer(await context.newPage(), link);
    await page.getByRole('link', { name: /Kickoff message sent/ }).click();
    await expect(page.getByText('1 of 8 take part. Seven people have not answered.')).toBeVisible();
    await expect(page.getByText('Committed: 9 of 10')).toBeVisible();
    const faults = [];
    for (const url of [page.url(), link]) faults.push(...await look(page, url));
    expect(faults, 'faults of pages').toEqual([]);
  } finally {
    await server.stop();
    await post.close();
  }
});

/** Sets the sprint up as a new user would; says how many clicks it took. */
async function setUp(page, server) {
  let clicks = 0;
  const press = async (name) => {
    clicks += 1;
    const answered = page.waitForEvent('load');
    await page.getByRole('button', { name }).click();
    await answered;
  };
  // a field is one click, as long as nobody uses the Tab key
  const fill = async (label, value) => {
    clicks += 1;
    await page.getByLabel(label, { exact: true }).fill(value);
  };
  await page.goto((await server.hears(/http\S+\/setup\/\S+/))[0]);
  await fill('Your name', 'Priya Nair');
  await fill('Your mail address', 'priya@riverbank.example');
  await fill('Organisation', 'Riverbank');
  await press('Create and continue');
  await fill('Name of the sprint', 'Operations, winter');
  clicks += 1;
  await page.getByLabel('Skill', { exact: true }).selectOption({ label: 'Delegation' });
  await press('Continue');
  await fill('One person per line: name, mail, team', people.map(({ name, mail, team }) => `${name}, ${mail}, ${team}`).join('\n'));
  await expect(page.getByText('8 people. Good size.')).toBeVisible();
  await press('Check and continue');
  await press('Continue');
  await expect(page.getByText('Maya Okafor and seven more, each on their own')).toBeVisible();
  await press('Send to 8 people');
  await expect(page.getByText('The sprint is made and the invitations are on their way.')).toBeVisible();
  return clicks;
}

/** Reads an invitation as a mail program shows it; the address of its one button. */
function read(mail) {
  expect(mail.subject).toBe('Twelve weeks, one small move a week');
  expect(mail.from.text).toContain('Priya Nair');
  expect(mail.replyTo.text).toContain('priya@riverbank.example');
  expect(mail.attachments.map(({ contentType }) => contentType)).toContain('text/calendar');
  for (const text of [mail.text, mail.html]) {
    for (const fact of ['Twelve weeks', '30 minutes', 'One move a week', 'A simple dashboard', 'It starts on']) {
      expect(text).toContain(fact);
    }
  }
  const [link] = mail.text.match(/http\S+\/k\/\S+/);
  expect(mail.html.split(`href="${link}"`).length - 1, 'one button').toBe(1);
  return link;
}

/** Maya says yes on her phone, and how committed she is. */
async function answer(phone, link) {
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.goto(link);
  await phone.getByRole('button', { name: 'I take part' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('You take part, Maya');
  await phone.getByText('9', { exact: true }).click();
  await phone.getByRole('button', { name: 'Tell Priya Nair' }).click();
  await expect(phone.getByText('Kept: 9 of 10.')).toBeVisible();
  const dates = await phone.request.get(`${link}/calendar.ics`);
  expect(await dates.text()).toContain('BEGIN:VEVENT');
}
