// What every test in the browser has: a server of its own where it asks for one, pages that are signed in, and
// nothing that the browser complains about.
import { test as base, expect } from '@playwright/test';
import { ClockedServer } from './clocked.js';
import { start, startDemo } from './server.js';
import { mailOf } from './twelve-weeks.js';

export { expect };

export const test = base.extend({
  /** The example; shared by the tests of one worker, so they must not move its clock. */
  demo: [async ({}, use) => {
    const server = await startDemo();
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],

  /** An example of one's own, whose clock may be moved. */
  ownDemo: async ({}, use) => {
    const server = await startDemo();
    await use(server);
    await server.stop();
  },

  /** An empty installation. */
  empty: async ({}, use) => {
    const server = await start('serve');
    await use(server);
    await server.stop();
  },

  /** An empty installation whose clock stands in the week before a sprint and can be moved. */
  clocked: async ({}, use) => {
    const server = await ClockedServer.start('2026-03-18T09:00:00Z');
    await use(server);
    await server.stop();
  },

  /** The people of that installation, each with a phone of their own; signed in again where that has ended. */
  people: async ({ browser, clocked }, use) => {
    const complaints = [];
    const pages = new Map();
    const anybody = async (viewport = { width: 390, height: 844 }) => {
      const context = await browser.newContext({ viewport, baseURL: clocked.url, reducedMotion: 'reduce' });
      await listen(context, complaints);
      return context.newPage();
    };
    const as = async (name) => {
      if (!pages.has(name)) pages.set(name, await anybody());
      const page = pages.get(name);
      await page.goto('/');
      if (new URL(page.url()).pathname === '/sign-in') await signIn(page, clocked, mailOf(name));
      return page;
    };
    await use({ anybody, as, keep: (name, page) => pages.set(name, page) });
    for (const page of pages.values()) await page.context().close();
    expect(complaints, 'the browser complains').toEqual([]);
  },

  context: async ({ context }, use) => {
    const complaints = [];
    await listen(context, complaints);
    await use(context);
    expect(complaints, 'the browser complains').toEqual([]);
  },
});

/** Asks for a link and uses the one that the terminal shows. */
async function signIn(page, server, mail) {
  const seen = server.printed.length;
  await page.getByLabel('Your mail address').fill(mail);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  const [, link] = await server.hears(/(http\S+\/sign-in\/\S+)/, seen);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Notes every breach of the security policy and every error of a script. */
async function listen(context, complaints) {
  await context.exposeBinding('firstmoveComplains', (_, words) => { complaints.push(words); });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.firstmoveComplains(`${event.violatedDirective} ${event.blockedURI} at ${location.pathname}`);
    });
  });
  // a page's movement that ends because the window got another size is no fault of the page
  const cut = 'Transition was aborted because of invalid state. Viewport size changed';
  context.on('weberror', (error) => String(error.error()).includes(cut) || complaints.push(String(error.error())));
}

/** Signs a page in as somebody of the example. */
export async function become(page, demo, role) {
  await page.goto(demo.roles[role].link);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
}
