// Finds every kind of page that somebody can reach by links: of addresses that differ in ids only, the first; of the
// pages of weeks, and of those that differ in what is asked for, one of each shape.

const id = /[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{40,}(\.[\w-]{40,})?/g;

/** Which parts a page is made of, however often. */
const shapeOf = (html) => [...new Set([...html.matchAll(/<(?:form|h2|section|a)\b[^>]*?class="([^"]*)"|<(form|h2)\b/g)].map(([part]) => part))].sort().join();

function kindOf({ pathname, searchParams }) {
  const path = pathname.replace(id, '{id}').replace(/\/\d+$/, '/{n}');
  const names = [...new Set(searchParams.keys())].sort();
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}

/** One page of each kind, beginning with `paths` and leaving out what `elsewhere` matches: `{kind, url, status, html}`. */
export async function crawl(page, origin, paths, elsewhere) {
  const found = new Map();
  const shapes = new Set();
  const waiting = [...paths];
  while (waiting.length > 0) {
    const url = new URL(waiting.shift(), origin);
    const kind = kindOf(url);
    if (url.origin !== new URL(origin).origin || elsewhere.test(kind) || found.has(kind)) continue;
    const answer = await page.request.get(url.href);
    const type = answer.headers()['content-type'] ?? '';
    const html = type.includes('html') ? await answer.text() : null;
    const week = /week-\d+/.test(kind);
    const shape = kind.replace(/\?.*/, '').replace(/week-\d+/, 'week') + (html ? shapeOf(html) : kind);
    if ((week || url.search) && shapes.has(shape)) continue;
    shapes.add(shape);
    found.set(kind, { kind, url: url.href, status: answer.status(), html });
    const links = [...(html ?? '').matchAll(/<a\b[^>]*?href="([^"]+)/g)];
    const read = links.map(([, href]) => href.replaceAll('&amp;', '&').replaceAll('&#38;', '&').replace(/#.*/, ''));
    waiting.push(...read.filter((href) => href !== ''));
  }
  return [...found.values()];
}
