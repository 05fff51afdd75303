// One group's twelve weeks as its people live them, each on a phone, over the change of the clocks, with a move of
// the clock between the days; it ends at the published numbers.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/test.js';
import { binary } from './support/server.js';
import { codes, day, expected, mailOf } from './support/twelve-weeks.js';

const names = Object.keys(codes);
const [paula, pieter, pilar, piotr, priscilla, pavel, petra, per] = names;

test('one group lives its twelve weeks and ends at 56 of 71 closed and 57 of 71 final', async ({ clocked, people }) => {
  await setUp(clocked, people);
  for (let week = 1; week <= 10; week += 1) {
    await clocked.moveTo(`${day(week, 3)}T14:00:00Z`);
    await test.step(`week ${week}`, () => live(week, people));
    if (week === 6) await leaveTheCompany(clocked, people);
  }
  await clocked.moveTo(`${day(11, 3)}T14:00:00Z`);
  await practise(await people.as(paula), 11);
  await clocked.moveTo(`${day(15, 1)}T10:00:00Z`);
  await read(await people.as('Priya Nair'));
  await takeTheRows(clocked, await people.as('Tomasz Zieliński'));
});

/** Presses a button that sends something, and waits for the page that answers. */
async function press(page, button) {
  const answered = page.waitForEvent('load');
  await page.getByRole('button', button).click();
  await answered;
}

/** The first account, the sprint, and a group of seven; the eighth comes later. */
async function setUp(clocked, people) {
  const page = await people.anybody({ width: 1280, height: 900 });
  await page.goto((await clocked.hears(/http\S+\/setup\/\S+/))[0]);
  await page.getByLabel('Your name').fill('Priya Nair');
  await page.getByLabel('Your mail address').fill(mailOf('Priya Nair'));
  await page.getByLabel('Organisation').fill('Riverbank');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await press(page, { name: 'Create and continue' });
  await page.getByLabel('Name of the sprint').fill('Operations, spring');
  await page.getByLabel('Skill', { exact: true }).selectOption({ label: 'Delegation' });
  await page.getByLabel('Data owner’s name').fill('Tomasz Zieliński');
  await page.getByLabel('Data owner’s mail address').fill(mailOf('Tomasz Zieliński'));
  await press(page, { name: 'Continue' });
  const seven = names.filter((name) => name !== pilar);
  await page.getByLabel('One person per line').fill(seven.map((name) => `${name}, ${mailOf(name)}`).join('\n'));
  await expect(page.getByText('7 people. Good size.')).toBeVisible();
  await press(page, { name: 'Check and continue' });
  await page.getByLabel('First day of week 1').fill(day(1, 0));
  await expect(page.getByText('Clocks go forward by an hour on Sunday 29 March')).toBeVisible();
  await press(page, { name: 'Continue' });
  await press(page, { name: 'Make the sprint' });
  await expect(page.getByText('The sprint is made')).toBeVisible();
  await page.getByRole('link', { name: 'Go to Today' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/thing.* to do before the first session/);
  people.keep('Priya Nair', page);
}

/** Thursday of a week, four in the afternoon: what everybody does that the code of the week says. */
async function live(week, people) {
  const priya = await people.as('Priya Nair');
  if (week === 4) await seeWhoNeedsACall(priya);
  if (week === 5) await reportLate(people, priya);
  for (const name of names) {
    const code = codes[name][week - 1];
    if ('A2xe'.includes(code)) await practise(await people.as(name), week);
    if (code === '2') await practise(await people.as(name), week);
    if (code === 'L') await plan(await people.as(name), week);
  }
  if (week === 2) {
    await joinLate(priya);
    await goOnLeave(await people.as(piotr));
  }
  if (week === 3) {
    await plan(await people.as(priscilla), week);
    await sayNotThisWeek(await people.as(pieter), week);
  }
  if (week === 4) await withdraw(await people.as(per));
}

/** Takes a small move from the library and plans it for today. */
async function plan(page, week) {
  await page.goto('/library?skill=delegation');
  await page.locator('details').first().locator('summary').click();
  await page.getByRole('link', { name: 'Use this' }).first().click();
  const text = page.getByLabel('What exactly will you say or do?');
  if (await text.inputValue() === '') await text.fill('I hand the Monday stock count to Ines and stay out of the room.');
  await page.getByText('Yes', { exact: true }).click();
  await page.getByLabel('Day', { exact: true }).fill(day(week, 3));
  await page.getByLabel('With whom, or at which moment').fill('After the morning round');
  await press(page, { name: 'Use this move' });
  await expect(page.locator('main')).not.toContainText('Not saved yet');
}

/** Three taps and one line. */
async function report(page) {
  await page.getByText('Yes', { exact: true }).click();
  await page.getByText('Met it', { exact: true }).click();
  await page.getByLabel('What happened? One line is enough').fill('Done before eleven, and nobody called me.');
  await press(page, { name: 'Send to my group' });
  await expect(page.getByRole('status')).toContainText('Your group can see it');
}

/** Plans and reports, or takes up what was left from the week before. */
async function practise(page, week) {
  await page.goto('/');
  const left = page.getByRole('button', { name: 'Use it this week' });
  if (week === 4 && await left.count() > 0) await press(page, { name: 'Use it this week' });
  else await plan(page, week);
  await page.goto('/');
  await report(page);
}

async function sayNotThisWeek(page, week) {
  await plan(page, week);
  await page.goto('/');
  await page.getByText('Not this week', { exact: true }).click();
  await page.getByText('No chance came up', { exact: true }).click();
  await press(page, { name: 'Send to my group' });
}

async function joinLate(priya) {
  await priya.goto('/people');
  await priya.getByRole('link', { name: 'Add somebody' }).click();
  await priya.getByLabel('Name').fill(pilar);
  await priya.getByLabel('Mail address').fill(mailOf(pilar));
  await press(priya, { name: 'Add to the group' });
  await expect(priya.getByRole('status')).toContainText(`${pilar} is in the group`);
}

/** Leave is said before its week begins, for each week. */
async function goOnLeave(page) {
  for (const week of [3, 4]) {
    await page.goto('/away');
    await page.getByLabel('Which week?').selectOption(String(week));
    await page.getByText('Annual leave, three days or more').click();
    await page.getByLabel('Days of leave in that week').fill('5');
    await press(page, { name: 'Excuse this week' });
    await page.goto('/away');
    await expect(page.getByRole('main')).toContainText('Excused already');
  }
}

async function withdraw(page) {
  await page.goto('/withdraw');
  await page.getByText('No time for it').click();
  await press(page, { name: 'Leave the sprint' });
}

/** Weeks 2 and 3 are closed: one leader skipped both, another skipped one. */
async function seeWhoNeedsACall(priya) {
  await priya.goto('/');
  await expect(priya.getByRole('main')).toContainText(`${priscilla} has not tried a move for two weeks`);
  await expect(priya.getByRole('main')).not.toContainText(`${pieter} has not tried`);
}

/** Petra tried in week 4 and tells it a day after its close; a peer confirms, the coordinator accepts. */
async function reportLate(people, priya) {
  const page = await people.as(petra);
  await page.goto('/moves');
  await page.getByRole('link').filter({ hasText: 'Week 4' }).click();
  await report(page);
  const peer = await people.as(paula);
  await peer.goto('/');
  await peer.locator('summary', { hasText: 'Did this happen?' }).press('Enter');
  await press(peer, { name: 'Yes, this happened' });
  await priya.goto('/people');
  await press(priya, { name: 'Accept' });
  await expect(priya.getByRole('status')).toContainText('Accepted');
}

async function leaveTheCompany(clocked, people) {
  await clocked.moveTo(`${day(6, 4)}T10:00:00Z`);
  const priya = await people.as('Priya Nair');
  await priya.goto('/people');
  await priya.getByRole('link', { name: pavel }).click();
  await priya.getByText('Left, or was moved elsewhere').click();
  await priya.getByLabel('What happened?').selectOption({ index: 1 });
  await priya.getByLabel('First day without them').fill(day(6, 4));
  await press(priya, { name: 'left' });
  await priya.goto('/people');
  await expect(priya.getByRole('main')).toContainText('Left on Friday 1 May');
}

/** After the final close: both readings, their ranges, every week, and the sensitivities. */
async function read(priya) {
  await priya.goto('/moves');
  await expect(priya.locator('tfoot td')).toHaveText([...expected.finalWeekly, '', '']);
  await priya.goto('/results');
  const card = priya.locator('#moves');
  await expect(card).toContainText(expected.final);
  await expect(card).toContainText(expected.rangeFinal);
  for (const words of [
    `${expected.closed} as the weeks closed`,
    `${expected.final} with late reports`,
    `${expected.active} among active`,
    `${expected.excusedAsSkipped} if excused weeks counted as skipped`,
  ]) await expect(card).toContainText(words);
  await priya.getByRole('link', { name: 'As the weeks closed' }).click();
  await expect(card).toContainText(expected.rangeClosed);
  await card.getByText('Show as a table').click();
  const rows = card.locator('table.mini tbody tr');
  for (const [index, fraction] of expected.closedWeekly.entries()) {
    await expect(rows.nth(index)).toContainText(fraction.replace('/', ' of '));
  }
}

/** What the data owner takes away counts the same on the command line. */
async function takeTheRows(clocked, owner) {
  await owner.goto('/data');
  const href = await owner.getByRole('link', { name: 'Take as CSV' }).getAttribute('href');
  const answer = await owner.request.get(new URL(href, clocked.url).href);
  const file = join(clocked.folder, 'rows.csv');
  writeFileSync(file, await answer.body());
  const { leadership_move_rate: rate } = JSON.parse(execFileSync(binary, ['kpi', file, '--json']));
  expect([rate.attempted, rate.eligible, rate.display, rate.target_met]).toEqual([57, 71, '80.3', true]);
  rate.interval.forEach((end, index) => expect(end).toBeCloseTo(expected.clusterFinal[index], 9));
}
