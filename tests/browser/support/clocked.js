// An installation whose clock the test moves: the program runs as it is shipped, and libfaketime tells it the
// time. Moving the clock stops the program and starts it again, so every move is a restart too.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from './server.js';

const library = readdirSync('/usr/lib')
  .map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => { probe.listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address();
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
}

export class ClockedServer {
  printed = '';

  /** Starts it, empty, at an instant such as "2026-03-18T09:00:00Z". */
  static async start(instant) {
    if (!library) throw new Error('libfaketime is not here: run bin/test, which installs it');
    const server = new ClockedServer();
    server.folder = await mkdtemp(join(tmpdir(), 'firstmove-clocked-'));
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    await server.moveTo(instant);
    return server;
  }

  /** Moves the clock, in whole seconds. */
  async moveTo(instant) {
    await this.end();
    const at = new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
    const seen = this.printed.length;
    this.moved = { to: new Date(instant).getTime(), when: performance.now() };
    this.child = spawn(binary, ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.folder], {
      env: {
        ...process.env, TZ: 'UTC', LD_PRELOAD: library, FAKETIME: `@${at}`, FAKETIME_DONT_FAKE_MONOTONIC: '1',
        NO_FAKE_STAT: '1',
      },
    });
    this.ended = new Promise((resolve) => { this.child.once('exit', resolve); });
    const hear = (chunk) => { this.printed += chunk; this.heard?.(); };
    this.child.stdout.on('data', hear);
    this.child.stderr.on('data', hear);
    await this.hears(/Firstmove is at/, seen);
  }

  /** Waits until the program has printed something; `from` leaves out what came before. */
  async hears(words, from = 0) {
    let gone = false;
    this.ended.then(() => { gone = true; this.heard?.(); });
    for (;;) {
      const found = this.printed.slice(from).match(words);
      if (found) return found;
      if (gone) throw new Error(`the server ended: ${this.printed.slice(from)}`);
      await new Promise((resolve) => { this.heard = resolve; });
    }
  }

  async end() {
    if (!this.child) return;
    this.child.kill('SIGTERM');
    await this.ended;
  }

  /** Ends it as a loss of power does. */
  async crash() {
    this.child.kill('SIGKILL');
    await this.ended;
    this.child = null;
  }

  /** Starts it again; its clock has gone on meanwhile. */
  async goOn() {
    await this.moveTo(this.moved.to + performance.now() - this.moved.when);
  }

  async stop() {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}
