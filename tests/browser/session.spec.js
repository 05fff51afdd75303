// Ten leaders in one session, each on a device of their own whose clock is wrong, through every segment: the server is
// killed in the middle, whoever runs it leaves, and it ends with a complete note and ten plans.
import { expect, test } from './support/test.js';
import { look } from './support/look.js';
import { mailOf } from './support/twelve-weeks.js';

const leaders = [
  'Maya Okafor', 'Tom Brandt', 'Aisha Rahman', 'Hannah Weiß', 'Dev Patel', 'Sofia Lindqvist', 'Jonas Meyer-van der Heijden',
  'Luis Ortega', '李娜', 'نور الهدى',
];
/** Milliseconds by which the devices are wrong, up to ten minutes either way. */
const wrongBy = leaders.map((_, place) => Math.round(((place / 9) * 2 - 1) * 600_000));
const [maya, tom, aisha, hannah] = leaders;

test('ten devices with wrong clocks hold a session that is killed in the middle and left by whoever runs it', async ({ browser, clocked }) => {
  test.setTimeout(900_000);
  const coordinator = await (await browser.newContext({ baseURL: clocked.url, reducedMotion: 'reduce' })).newPage();
  await setUp(coordinator, clocked);
  const pages = await test.step('everybody signs in', () => signInAll(browser, clocked));
  await clocked.moveTo('2026-03-26T08:58:00Z');
  const room = await roomOf(pages.get(maya));
  const faults = [];
  const inspect = async (name) => {
    const page = pages.get(name);
    const part = await page.locator('h2').first().textContent();
    faults.push(...(await look(page, page.url())).map((fault) => `${part}: ${fault}`));
    await page.setViewportSize({ width: 390, height: 844 });
  };
  const all = (act) => Promise.all([...pages].map(([name, page]) => act(page, name)));
  const everybodySees = (title) => all((page) => expect(page.locator('#room-ask h2')).toHaveText(title));

  await test.step('the lobby', async () => {
    await all((page) => page.goto(`${room}/live`));
    await expect(pages.get(maya).locator('#room-head')).toContainText('10 of 10 here');
    for (const [name, button] of [[maya, 'I run it'], [tom, 'I present'], [aisha, 'I write']]) {
      const mine = pages.get(name).getByRole('button', { name: button });
      if (await mine.count() > 0) await mine.click();
    }
    await inspect(hannah);
    await pages.get(maya).getByRole('button', { name: 'Start the session' }).click();
    await everybodySees('How are you, in one word?');
  });

  await test.step('all say their word and see the same seconds', async () => {
    await all(async (page, name) => {
      await page.getByLabel('Your word of the day').fill(`hopeful ${leaders.indexOf(name)}`);
      await page.getByRole('button', { name: 'Say my word' }).click();
    });
    await all((page) => expect(page.locator('#room-notes li')).toHaveCount(10));
    const spread = await spreadOf(pages);
    console.log(`ten screens differ by ${spread} ms`);
    expect(spread).toBeLessThan(500);
    await inspect(tom);
  });

  const next = async (name = maya) => {
    // a step that has just begun is not left
    const gone = () => pages.get(name).locator('#room-clock fm-clock').evaluate((clock) => clock.getAttribute('of') - (clock.ends - performance.now()));
    await expect.poll(gone).toBeGreaterThan(2000);
    await pages.get(name).locator('#room-controls button.primary').click();
  };
  await test.step('two press at once and it is one step', async () => {
    await expect.poll(() => pages.get(maya).locator('#room-clock fm-clock').evaluate((clock) => 120_000 - (clock.ends - performance.now()))).toBeGreaterThan(2000);
    const press = () => pages.get(maya).request.post(`${room}/press`, { form: { press: 'next', step: '0' } });
    await Promise.all([press(), press(), ...leaders.slice(1).map((name) => pages.get(name).request.post(`${room}/press`, { form: { press: 'next', step: '0' } }))]);
    await everybodySees('One small move a week');
  });

  await test.step('the note-taker writes what the presenter says', async () => {
    await inspect(maya);
    await next();
    await everybodySees('What is the moment?');
    await writes(pages.get(aisha), 'The moment', 'Karim looks at me before he answers.');
    await all((page, name) => name === aisha || expect(page.locator('#room-notes')).toContainText('Karim looks at me'));
    await inspect(aisha);
    await next();
    await everybodySees('What was your intent?');
    await writes(pages.get(aisha), 'Intent', 'That Karim decides the order of work, not me.');
  });

  await test.step('the server is killed and everybody is back on the right step within two seconds', async () => {
    await pages.get(aisha).getByLabel('Intent, in Tom’s words').pressSequentially(' He nodded.');
    await expect(pages.get(aisha).locator('#note-state')).toContainText('Saved');
    await clocked.crash();
    await expect(pages.get(hannah).getByText('Reconnecting. The timer keeps going.')).toBeVisible();
    const began = performance.now();
    await clocked.goOn();
    const up = performance.now();
    await next();
    await everybodySees('What barriers do you expect?');
    await all((page) => expect(page.locator('.offline')).toBeHidden());
    console.log(`started in ${(up - began).toFixed(0)} ms, all back after ${(performance.now() - up).toFixed(0)} ms more`);
    // under two seconds on two cores of its own; here ten browsers and other tests share them
    expect(performance.now() - up).toBeLessThan(6000);
    await expect(pages.get(tom).locator('#room-notes')).toContainText('He nodded.');
  });

  await test.step('whoever runs it leaves and somebody else goes on', async () => {
    await pages.get(maya).goto('/home');
    await expect(pages.get(hannah).getByRole('button', { name: 'Run it from here' })).toBeVisible({ timeout: 40_000 });
    await pages.get(hannah).getByRole('button', { name: 'Run it from here' }).click();
    await next(hannah);
    await pages.get(maya).goto(`${room}/live`);
    await everybodySees('What would success look like in measurable terms?');
    await writes(pages.get(aisha), 'Success', 'Three briefs in a row without a call to me.');
    await next(hannah);
  });

  await test.step('one question and one other move from each', async () => {
    const peers = [...pages].filter(([name]) => name !== tom);
    for (const [title, field, button, text] of [
      ['Ask Tom one question', 'Your one question', 'Send my question', (n) => `What if you are away, ${n}?`],
      ['One other move for Tom', 'Another move would be to', 'Send my move', (n) => `let Karim open the brief ${n}`],
    ]) {
      await expect(pages.get(hannah).locator('#room-ask h2')).toHaveText(title);
      await inspect(hannah);
      await Promise.all(peers.map(async ([, page], place) => {
        await page.getByLabel(field).fill(text(place));
        await page.getByRole('button', { name: button }).click();
      }));
      await expect(pages.get(tom).locator('#room-notes')).toContainText(text(8));
      await next(hannah);
    }
    await everybodySees('What do you take with you?');
    await pages.get(tom).getByRole('button', { name: /Helped most\s*: Luis/ }).last().click();
    await expect(pages.get(maya).locator('#room-notes')).toContainText('Helped most');
    await writes(pages.get(aisha), 'What I take with me', 'I stay out of the room on Tuesday.');
    await inspect(tom);
    await next(hannah);
  });

  await test.step('ten plans', async () => {
    await everybodySees('Plan your next move');
    await inspect(pages.has(maya) ? maya : tom);
    await all((page) => plan(page));
    await all((page) => expect(page.locator('#room-own')).toContainText('Your next move is planned'));
    await next(hannah);
  });

  await test.step('ten commitments, and the end', async () => {
    await everybodySees('Who does what by when?');
    await all(async (page, name) => {
      await page.getByLabel('I will', { exact: true }).fill(`post how the brief went, ${leaders.indexOf(name)}`);
      await page.getByRole('button', { name: 'I will do this' }).click();
    });
    await all((page) => expect(page.locator('#room-notes li')).toHaveCount(10));
    await inspect(hannah);
    await next(hannah);
    await everybodySees('That was your session');
  });

  await test.step('the note is complete', async () => {
    const page = pages.get(tom);
    await page.getByRole('link', { name: 'Read the note' }).click();
    const note = page.locator('main');
    for (const words of [
      'Karim looks at me', 'He nodded.', 'Three briefs in a row', 'I stay out of the room', 'Helped most', 'What if you are away, 3?',
    ]) await expect(note).toContainText(words);
    for (const name of leaders) await expect(note).toContainText(name);
    await expect(note.locator('section', { has: page.getByRole('heading', { name: 'Next moves' }) }).locator('li')).toHaveCount(10);
    await expect(note.locator('section', { has: page.getByRole('heading', { name: 'Commitments' }) }).locator('li')).toHaveCount(10);
    await inspect(tom);
  });
  expect(faults, 'faults of pages').toEqual([]);
});

test('a session works without a script: forms are sent and the page is loaded again', async ({ browser, clocked }) => {
  const coordinator = await (await browser.newContext({ baseURL: clocked.url, reducedMotion: 'reduce' })).newPage();
  await setUp(coordinator, clocked);
  const context = await browser.newContext({ baseURL: clocked.url, javaScriptEnabled: false, reducedMotion: 'reduce', viewport: { width: 390, height: 844 } });
  const page = await signIn(await context.newPage(), clocked, maya);
  await clocked.moveTo('2026-03-26T08:58:00Z');
  await page.goto(`${await roomOf(page)}/live`);
  await page.getByRole('button', { name: 'Start the session' }).press('Enter');
  await page.getByLabel('Your word of the day').fill('calm');
  await page.getByRole('button', { name: 'Say my word' }).press('Enter');
  await expect(page.locator('#room-notes')).toContainText('calm');
  // a step that has just begun is not left
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.ring .time')).not.toHaveText('2:00', { timeout: 100 });
  }).toPass();
  await page.getByRole('button', { name: 'Next part' }).press('Enter');
  await expect(page.locator('#room-ask h2')).toHaveText('One small move a week');
  await expect(page.locator('.ring')).toContainText('of 5:00');
});

async function press(page, name) {
  const answered = page.waitForEvent('load');
  await page.getByRole('button', { name }).click();
  await answered;
}

/** The first account and a group of ten that meets on Thursdays at ten. */
async function setUp(page, clocked) {
  await page.goto((await clocked.hears(/http\S+\/setup\/\S+/))[0]);
  await page.getByLabel('Your name').fill('Priya Nair');
  await page.getByLabel('Your mail address').fill(mailOf('Priya Nair'));
  await page.getByLabel('Organisation').fill('Riverbank');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await press(page, 'Create and continue');
  await page.getByLabel('Name of the sprint').fill('Operations, spring');
  await page.getByLabel('Skill', { exact: true }).selectOption({ label: 'Delegation' });
  await press(page, 'Continue');
  await page.getByLabel('One person per line').fill(leaders.map((name, place) => `${name}, leader${place}@riverbank.example`).join('\n'));
  await expect(page.getByText('10 people. Good size.')).toBeVisible();
  await press(page, 'Check and continue');
  await page.getByLabel('First day of week 1').fill('2026-03-23');
  await page.getByLabel('Weekday').or(page.locator('[name=weekday],[name=session_weekday]')).first().selectOption({ label: 'Thursday' });
  await page.locator('[name=time],[name=session_time]').first().fill('10:00');
  await press(page, 'Continue');
  await press(page, 'Make the sprint');
  await expect(page.getByText('The sprint is made')).toBeVisible();
}

async function signIn(page, clocked, name) {
  const seen = clocked.printed.length;
  await page.goto('/sign-in');
  await page.getByLabel('Your mail address').fill(`leader${leaders.indexOf(name)}@riverbank.example`);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  const [, link] = await clocked.hears(/(http\S+\/sign-in\/\S+)/, seen);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

async function signInAll(browser, clocked) {
  const pages = new Map();
  for (const [place, name] of leaders.entries()) {
    const context = await browser.newContext({ baseURL: clocked.url, viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    await context.addInitScript((by) => {
      const Right = Date;
      globalThis.Date = class extends Right {
        constructor(...given) { super(...(given.length > 0 ? given : [Right.now() + by])); }

        static now() { return Right.now() + by; }
      };
    }, wrongBy[place]);
    pages.set(name, await signIn(await context.newPage(), clocked, name));
  }
  return pages;
}

/** The address of the first session. */
async function roomOf(page) {
  await page.goto('/sessions');
  const link = page.getByRole('link', { name: /: Session 1$/ });
  return new URL(await link.getAttribute('href'), page.url()).href;
}

async function writes(page, label, words) {
  await page.getByLabel(`${label}, in Tom’s words`).fill(words);
  await expect(page.locator('#note-state')).toContainText('Saved');
}

/** By how many milliseconds the ends of the step differ that the devices count down to. */
async function spreadOf(pages) {
  const ends = [];
  for (const page of pages.values()) {
    // the quickest of five questions says it best: half of its way is what the answer is old
    let best = { took: Infinity };
    for (let times = 0; times < 5; times += 1) {
      const asked = performance.now();
      const left = await page.locator('#room-clock fm-clock').evaluate((clock) => clock.ends - performance.now());
      const took = performance.now() - asked;
      if (took < best.took) best = { took, end: asked + took / 2 + left };
    }
    ends.push(best.end);
  }
  return Math.round(Math.max(...ends) - Math.min(...ends));
}

async function plan(page) {
  const form = page.locator('#room-own');
  await form.getByLabel('I believe that…').fill('if Karim runs the brief, he decides the order of work');
  await form.getByLabel('What exactly will you say or do?').fill('On Tuesday I say: the brief is yours. Then I stay out of the room.');
  await form.getByText('Yes', { exact: true }).click();
  await form.getByLabel('With whom, or at which moment').fill('Karim, at the morning brief');
  await form.getByLabel('Something another person could see or count').fill('Karim sets the order by 9:00 and nobody calls me');
  await form.getByLabel('By when').fill('2026-03-29');
  await form.getByLabel('If it goes wrong, I will…').fill('join at 9:30 and ask what he needs');
  await form.getByRole('button', { name: 'Use this move' }).click();
}
