// Every page of the example, for each role: reads well to machines that help people, obeys its own security
// policy, fits the screen, and is small.
import { become, expect, test } from './support/test.js';
import { crawl } from './support/crawl.js';
import { look, validate } from './support/look.js';

const roles = ['Coordinator', 'Leader', 'Second leader', 'Sponsor', 'Data owner', 'Administrator'];

test('every page for: nobody', async ({ page, demo }) => {
  await inspect(page, demo, 'Nobody', ['/sign-in', '/demo', '/who-sees-what', '/there-is-no-such-page']);
});

for (const role of roles) {
  test(`every page for: ${role.toLowerCase()}`, async ({ page, demo }) => {
    await become(page, demo, role);
    await inspect(page, demo, role, ['/'], /^\/(demo|sign-in|m\/)/);
  });
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
