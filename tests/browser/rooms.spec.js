// What a page of a room does by itself, whoever writes on it: ticks stay, time is held, and nothing typed is lost unsaid.
import { expect, test } from './support/test.js';

/** Puts markup into the page without its forms being sent anywhere. */
const draw = (page, html) => page.evaluate((text) => {
  const policy = trustedTypes.createPolicy('fm', { createHTML: (one) => one });
  const drawn = new DOMParser().parseFromString(policy.createHTML(text), 'text/html');
  document.querySelector('main').replaceChildren(...document.importNode(drawn.body, true).childNodes);
}, html);

/** The answer that a form gets: a new state of the region, as a room's stream brings it. */
const answer = (page, key, html) => page.route('**/state', (route) => route.fulfill({
  contentType: 'text/vnd.fm', body: `<template data-target="#own" data-key="${key}">${html}</template>`,
}));

const ask = '<fm-form><form action="/state" method="post"><button id="ask">Ask</button></form></fm-form>';
const wall = (cards) => `<form>${cards.map((one) => `<label><input type="checkbox" name="cards" value="${one}">${one}</label>`).join('')}</form>`;

test.beforeEach(async ({ page, demo }) => {
  // two policies of one name are only made where the page allows it
  await page.route('**/sign-in', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['content-security-policy'];
    await route.fulfill({ response, headers });
  });
  await page.goto(`${demo.url}/sign-in`);
});

test('ticks stay when others put other cards together', async ({ page }) => {
  await draw(page, `<div id="own" data-key="1">${wall(['a', 'b', 'c', 'd'])}</div>${ask}`);
  await page.getByLabel('c').check();
  await page.getByLabel('d').check();
  await answer(page, '1', wall(['a', 'c', 'd']));
  await page.locator('#ask').click();
  await expect(page.getByLabel('b')).toHaveCount(0);
  await expect(page.getByLabel('c')).toBeChecked();
  await expect(page.getByLabel('d')).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'a' })).not.toBeChecked();
});

test('what was typed and is refused as the room goes on can still be read', async ({ page }) => {
  const form = '<fm-form late><form action="/late" method="post"><label>Card <input name="card"></label></form></fm-form>';
  await draw(page, `<div class="asks"><div id="own" data-key="1">${form}</div></div>${ask}`);
  const sent = [];
  await page.route('**/late', (route) => { sent.push(route.request().postData()); return route.fulfill({ status: 409, body: 'no' }); });
  await page.getByLabel('Card').fill('Half an hour less');
  await answer(page, '2', '<p>The cards are being read</p>');
  await page.locator('#ask').click();
  await expect(page.getByRole('alert')).toContainText('Not sent, because the room went on: “Half an hour less”');
  expect(sent).toEqual(['card=Half+an+hour+less']);
});

test('the time of a segment is held while a step is over its own', async ({ page }) => {
  const clock = (left) => `<fm-clock left="${left}" later="510000" runs><b><span data-min>0</span>:<span data-sec>00</span></b></fm-clock>`;
  await draw(page, `${clock(-8000)}<i>${clock(1500)}</i>`);
  await expect(page.locator('main > fm-clock')).toHaveText('8:30');
  await expect(page.locator('i > fm-clock')).toHaveText('8:30');
  await expect(page.locator('main > fm-clock')).toHaveText('8:30');
});
