// What every test in the browser has: a server of its own where it asks for one, pages that are signed in, and
// nothing that the browser complains about.
import { test as base, expect } from '@playwright/test';
import { start, startDemo } from './server.js';

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

  context: async ({ context }, use) => {
    const complaints = [];
    await context.exposeBinding('firstmoveComplains', (_, words) => { complaints.push(words); });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.firstmoveComplains(`${event.violatedDirective} ${event.blockedURI} at ${location.pathname}`);
      });
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.complaints = complaints;
    await use(context);
    expect(complaints, 'the browser complains').toEqual([]);
  },
});

/** Signs a page in as somebody of the example. */
export async function become(page, demo, role) {
  await page.goto(demo.roles[role].link);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
}
