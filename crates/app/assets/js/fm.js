// What the pages do beyond links and forms. Everything works without this file.

// The one place that turns text into markup: answers of our own server, rendered by the templates of its pages.
const policy = globalThis.trustedTypes?.createPolicy('fm', { createHTML: (html) => html });
const parse = (html) => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');

const FIELDS = 'a[href],button,input,select,textarea,summary';
const places = (root) => [...root.querySelectorAll(FIELDS)];

// A name for the focused element that survives its being rendered anew.
function remember(root) {
  const now = document.activeElement;
  if (!root.contains(now) || now === root) return () => {};
  const at = places(root).indexOf(now);
  const key = now.id ? `#${CSS.escape(now.id)}` : now.href ? `a[href="${CSS.escape(now.getAttribute('href'))}"]` : '';
  const [from, to] = [now.selectionStart, now.selectionEnd];
  return () => {
    const next = (key && root.querySelector(key)) || places(root)[at] || root;
    next.focus({ preventScroll: true });
    if (typeof from === 'number' && next.setSelectionRange && next.type === now.type) next.setSelectionRange(from, to);
  };
}

// Somebody has typed there and not sent it: their text is worth more than the newest state.
function busy(root) {
  return [...root.querySelectorAll('textarea,input:not([type=radio],[type=checkbox],[type=hidden])')]
    .some((one) => one.value !== one.defaultValue);
}

// Boxes that somebody ticked and has not sent stay ticked as long as they are there.
function ticks(root) {
  const boxes = () => [...root.querySelectorAll('input[type=radio],input[type=checkbox]')];
  const mine = boxes().filter((one) => one.checked !== one.defaultChecked);
  const same = (one) => mine.filter((other) => other.name === one.name && other.value === one.value);
  return () => boxes().forEach((one) => same(one).forEach((was) => { one.checked = was.checked; }));
}

// A region whose key changed is about something else: it is put in place even where somebody types, and
// what they typed goes to the server first.
function put(target, content, key) {
  const moved = key !== undefined && target.dataset.key !== key;
  const fresh = document.createElement('template');
  fresh.content.append(content);
  // What stands there already stays: a press that has begun on it is not lost.
  const same = fresh.innerHTML.trim() === target.innerHTML.trim();
  if (moved) {
    target.dataset.key = key;
    if (!same) for (const one of target.parentElement.querySelectorAll('.unsent')) one.remove();
    if (!same) for (const one of target.querySelectorAll('fm-check,fm-form[late]')) one.leave();
  }
  if (same || (!moved && busy(target))) return;
  const open = [...target.querySelectorAll('details')].map((one) => one.open);
  const [refocus, retick] = [remember(target), moved ? () => {} : ticks(target)];
  target.replaceChildren(fresh.content);
  [...target.querySelectorAll('details')].forEach((one, at) => { if (open[at]) one.open = true; });
  retick();
  refocus();
}

// Fragments: <template data-target="#id">; each replaces the children of its target.
function swap(html) {
  for (const piece of parse(html).querySelectorAll('template[data-target]')) {
    const target = document.querySelector(piece.dataset.target);
    if (target) put(target, document.importNode(piece.content, true), piece.dataset.key);
  }
}

// <fm-live src="/live/today">: a stream of fragments. Only a visible tab holds one, because a
// browser grants one address few connections at a time.
customElements.define('fm-live', class extends HTMLElement {
  connectedCallback() {
    this.see = () => {
      clearTimeout(this.grace);
      if (document.hidden) this.grace = setTimeout(() => this.close(), 5000);
      else this.open();
    };
    const { signal } = (this.gone = new AbortController());
    document.addEventListener('visibilitychange', this.see, { signal });
    addEventListener('pagehide', () => this.close(), { signal });
    addEventListener('pageshow', this.see, { signal });
    this.see();
    const here = this.getAttribute('here');
    if (here) setTimeout(() => fetch(here, { method: 'POST', body: new URLSearchParams({ press: 'here' }), headers: { Accept: 'text/vnd.fm' } }).catch(() => {}), 4000);
  }

  disconnectedCallback() {
    this.gone.abort();
    this.close();
  }

  open() {
    if (this.stream || document.hidden) return;
    this.stream = new EventSource(this.getAttribute('src'));
    this.stream.onopen = () => this.tell(true);
    this.stream.onmessage = (message) => { this.tell(true); swap(message.data); };
    this.stream.onerror = () => {
      this.tell(false);
      // A refused stream is closed for good by the browser: ask again, but not at once, and not where the page is gone too.
      if (this.stream?.readyState === EventSource.CLOSED) {
        this.close();
        const gone = async () => (await fetch(location, { method: 'HEAD' }).catch(() => null))?.status === 404;
        this.again = setTimeout(async () => (await gone() ? location.reload() : this.open()), 5000);
      }
    };
  }

  close() {
    clearTimeout(this.again);
    clearTimeout(this.grace);
    this.stream?.close();
    this.stream = null;
  }

  tell(online) {
    for (const mark of this.querySelectorAll('.offline')) mark.hidden = online;
  }
});

/** Whether an answer leads to signing in though neither the page nor the form was about that. */
const endsSignIn = (address, form) => new URL(address, location.href).pathname === '/sign-in'
  && !location.pathname.startsWith('/sign-') && !(form.getAttribute('action') ?? '').startsWith('/sign-');

// <fm-form> around a form: sends it without leaving the page. Goes where the server says; shows
// the form again, with its sentences, when something is wrong; keeps the text when the line is down.
customElements.define('fm-form', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', (event) => {
      if (event.defaultPrevented || event.target.enctype === 'multipart/form-data') return;
      event.preventDefault();
      this.send(event.target, event.submitter);
    });
  }

  async send(form, button) {
    if (this.hasAttribute('aria-busy')) return;
    this.setAttribute('aria-busy', 'true');
    this.say('');
    try {
      // By its attribute: a field called "action" would stand in the way of the property.
      const ask = () => fetch(button?.getAttribute('formaction') ?? form.getAttribute('action'), {
        method: 'POST', body: new URLSearchParams(new FormData(form, button)), headers: { Accept: 'text/vnd.fm, text/html;q=0.9' },
      });
      // "again": what may be sent twice is, when the line broke under it.
      const later = () => new Promise((on) => { setTimeout(on, 500); }).then(ask);
      const answer = await ask().catch((lost) => { if (this.hasAttribute('again')) return later(); throw lost; });
      await this.take(form, answer);
    } catch {
      this.there.say('Not sent. Try again');
    } finally {
      this.removeAttribute('aria-busy');
    }
  }

  async take(form, answer) {
    const address = answer.headers.get('fm-location') ?? (answer.redirected ? answer.url : null);
    if (address && endsSignIn(address, form)) return this.signIn();
    if (address || answer.ok) form.dispatchEvent(new Event('fm:sent', { bubbles: true }));
    if (address) {
      const next = new URL(address, location.href);
      // The same page with another fragment would not load by itself.
      const here = next.pathname === location.pathname && next.search === location.search;
      return here ? location.reload() : location.assign(next);
    }
    const html = await answer.text();
    if (answer.ok) {
      (form.isConnected ? form : this.there.querySelector('form'))?.reset();
      return swap(html);
    }
    const page = parse(html);
    const again = page.querySelector(this.id ? `fm-form#${CSS.escape(this.id)}` : 'fm-form');
    const main = page.querySelector('main');
    if (!again && main && answer.status === 422) {
      // The form is gone from the page that came back: things have changed meanwhile, and the page says how.
      document.querySelector('main').replaceChildren(...document.importNode(main, true).childNodes);
      return scrollTo(0, 0);
    }
    const { there } = this;
    if (!again) return there.say(main?.querySelector('h1 + p')?.textContent ?? 'Not sent. Try again');
    there.replaceChildren(...document.importNode(again, true).childNodes);
    const wrong = there.querySelector('[aria-invalid="true"]');
    (wrong?.matches('fieldset') ? wrong.querySelector('input') : wrong)?.focus();
  }

  // Itself, or what stands in its place where the page was drawn anew meanwhile.
  get there() { return (!this.isConnected && this.id && document.getElementById(this.id)) || this; }

  // Nothing was taken, because nobody is signed in any more. What was typed stays where it is.
  signIn() {
    this.say('Not sent: your sign-in has ended. What you typed is still here. ');
    const link = Object.assign(document.createElement('a'), { href: '/sign-in', target: '_blank', textContent: 'Sign in on another page' });
    this.querySelector('.sent').append(link, ', then send it from here.');
  }

  // With the attribute "late": what was typed and not sent goes out when the page moves on. What is refused can be read.
  leave() {
    const [form, place] = [this.querySelector('form'), this.parentElement];
    const typed = [...form?.elements ?? []].filter((one) => one.matches('textarea,input:not([type=hidden])') && one.value !== one.defaultValue);
    if (typed.length === 0) return;
    const textContent = `Not sent, because the room went on: “${typed.map((one) => one.value).join(', ')}”`;
    const lost = () => place.after(Object.assign(document.createElement('p'), { className: 'unsent inset', role: 'alert', textContent }));
    fetch(form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'text/vnd.fm' }, keepalive: true })
      .then((answer) => answer.ok || lost(), lost);
  }

  say(words) {
    let line = this.querySelector('.sent');
    if (!line && words) {
      line = Object.assign(document.createElement('p'), { className: 'sent hint', role: 'alert' });
      (this.querySelector('form button:not([name])')?.parentElement ?? this).append(line);
    }
    if (line) line.textContent = words;
  }
});

// <fm-check post="/…/draft"> around a form: sends what is typed in the pause after it, and puts in place what the
// server says about it. The form itself still decides.
customElements.define('fm-check', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('input', () => { clearTimeout(this.idle); this.idle = setTimeout(() => this.ask(), 600); });
    this.addEventListener('fm:sent', () => { clearTimeout(this.idle); this.sent = true; });
    // A long line leaves its box scrolled to its end: the names stand at its beginning.
    const back = ({ target }) => setTimeout(() => { if (target.matches('textarea')) target.scrollLeft = 0; });
    for (const kind of ['paste', 'focusout']) this.addEventListener(kind, back);
  }

  // One request at a time, so that an older text never comes after a newer one.
  async ask() {
    const form = this.querySelector('form');
    if (!form || this.sent) return;
    if (this.asking) return void (this.again = true);
    this.asking = true;
    this.idle = null;
    try {
      const answer = await fetch(this.getAttribute('post'), {
        method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'text/vnd.fm' }, keepalive: true,
      });
      const html = await answer.text();
      // Only the answer to the newest text counts, but for what a next request needs to know.
      if (answer.ok && this.isConnected) swap(html);
      this.lost = false;
    // A line that is down is tried again, and the form says so when it is sent.
    } catch { this.lost = true; }
    this.asking = false;
    if (this.again || this.lost) {
      this.again = false;
      clearTimeout(this.idle);
      if (this.isConnected) this.idle = setTimeout(() => this.ask(), this.lost ? 2000 : 0);
    }
  }

  leave() {
    clearTimeout(this.idle);
    if (this.idle || this.lost) this.ask();
  }
});

// <fm-clock left="21000" of="30000" runs>: counts down from what the server says is left, by a clock that nobody
// can set. At nought nothing jumps, and "later" is not used up. Of several messages about a turn the fastest is right.
const turns = new Map();
customElements.define('fm-clock', class extends HTMLElement {
  connectedCallback() {
    const turn = this.getAttribute('turn');
    this.ends = Math.min(performance.now() + Number(this.getAttribute('left')), turns.get(turn) ?? Infinity);
    if (turn && this.hasAttribute('runs')) turns.set(turn, this.ends);
    if (this.hasAttribute('runs')) this.tick();
  }

  disconnectedCallback() { clearTimeout(this.next); }

  tick() {
    const left = Math.max(0, this.ends - performance.now());
    const seconds = Math.ceil((left + Number(this.getAttribute('later'))) / 1000);
    const words = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')];
    for (const [at, name] of ['min', 'sec'].entries()) {
      const shown = this.querySelector(`[data-${name}]`);
      if (shown.textContent !== `${words[at]}`) shown.textContent = words[at];
    }
    const ring = this.querySelector('[data-ring]');
    if (ring) {
      ring.setAttribute('stroke-dasharray', `${(100 * left) / this.getAttribute('of')} 100`);
      this.firstElementChild.setAttribute('aria-label', `${words.join(':')} left`);
    }
    if (left > 0) this.next = setTimeout(() => this.tick(), 200);
    else if (ring) {
      this.firstElementChild.classList.add('up');
      this.querySelector('[data-up]').hidden = false;
    }
  }
});

// <fm-draft key="plan-…" post="/moves/…/draft"> around a form: keeps what was typed on this
// device, and on the server if there is an address; forgets it once the form is sent.
// An <output data-saved> inside says so.
customElements.define('fm-draft', class extends HTMLElement {
  connectedCallback() {
    this.key = `fm-draft:${this.getAttribute('key')}`;
    this.restore();
    this.addEventListener('input', () => {
      clearTimeout(this.idle);
      this.idle = setTimeout(() => this.keep(), 800);
    });
    this.addEventListener('fm:sent', () => { clearTimeout(this.idle); this.sent = true; this.store(null); });
    addEventListener('pagehide', () => { if (this.idle && !this.sent) this.store(this.values()); });
    this.clock = setInterval(() => this.tell(), 5000);
  }

  disconnectedCallback() { clearInterval(this.clock); }

  values() {
    const form = this.querySelector('form');
    return form ? [...new FormData(form)].filter(([, value]) => typeof value === 'string') : [];
  }

  store(values) {
    // A private window keeps nothing; the form still sends.
    try { if (values) localStorage.setItem(this.key, JSON.stringify(values)); else localStorage.removeItem(this.key); } catch {}
  }

  restore() {
    // A form that came back with mistakes holds the newer text.
    if (this.hasAttribute('fresh') || this.querySelector('[aria-invalid="true"]')) return;
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.key)); } catch { return; }
    const form = this.querySelector('form');
    if (!Array.isArray(kept) || !form) return;
    for (const [name, value] of kept) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === 'radio' || field.type === 'checkbox') field.checked ||= field.value === value;
        else if (field.type !== 'hidden') field.value = value;
      }
    }
    this.words = 'Your text from before is still here';
    this.tell();
  }

  async keep() {
    this.idle = null;
    const values = this.values();
    this.store(values);
    this.words = '';
    this.saved = performance.now();
    const post = this.getAttribute('post');
    if (post) {
      const ask = fetch(post, { method: 'POST', body: new URLSearchParams(values), headers: { Accept: 'text/vnd.fm' } });
      if (!(await ask.catch(() => null))?.ok) this.words = 'Saved on this device only';
    }
    this.tell();
  }

  tell() {
    const line = this.querySelector('[data-saved]');
    if (!line || !(this.words || this.saved)) return;
    const ago = Math.round((performance.now() - this.saved) / 1000);
    const when = ago < 2 ? 'Saved' : ago < 60 ? `Saved ${ago} seconds ago` : `Saved ${Math.round(ago / 60)} min ago`;
    line.textContent = this.words || when;
  }
});

// <fm-copy from="#text"><button type="button" hidden>Copy text</button></fm-copy>
customElements.define('fm-copy', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const [source, words] = [document.querySelector(this.getAttribute('from')), button.lastChild];
      const before = words.textContent;
      await navigator.clipboard.writeText(source?.value ?? source?.textContent ?? '')
        .then(() => { words.textContent = 'Copied'; }, () => { words.textContent = 'Not copied'; });
      setTimeout(() => { words.textContent = before; }, 2000);
    });
  }
});

// <fm-zone><input …></fm-zone>: an empty field takes the time zone of the device.
customElements.define('fm-zone', class extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector('input');
    if (field && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
  }
});

// <fm-print><button type="button" hidden>Print</button></fm-print>
customElements.define('fm-print', class extends HTMLElement {
  connectedCallback() {
    for (const button of this.querySelectorAll('button')) {
      button.hidden = false;
      button.addEventListener('click', () => print());
    }
  }
});

// Small lists fold up again when one looks elsewhere.
const fold = (but) => document.querySelectorAll('details.drop[open]').forEach((one) => { if (!one.contains(but)) one.open = false; });
document.addEventListener('click', (event) => fold(event.target));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details.drop[open]');
  if (open) { open.open = false; open.querySelector('summary').focus(); }
});
