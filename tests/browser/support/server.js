// Starts the program on a free port, in a fresh folder, and ends it again.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The program under test. */
export const binary = process.env.FIRSTMOVE_BINARY ?? new URL('../../../target/debug/firstmove', import.meta.url).pathname;

/** A running server: its address, what it has printed so far, and how to end it. */
export async function start(command, options = []) {
  const folder = await mkdtemp(join(tmpdir(), 'firstmove-browser-'));
  const child = spawn(binary, [command, '--listen', '127.0.0.1:0', '--data', folder, ...options]);
  const server = { url: '', folder, printed: '' };
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const hear = (chunk) => { server.printed += chunk; };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  server.stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  server.hears = (words) => new Promise((resolve, reject) => {
    const look = () => {
      const found = server.printed.match(words);
      if (!found) return;
      child.stdout.off('data', look);
      child.stderr.off('data', look);
      resolve(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    ended.then(() => reject(new Error(`the server ended: ${server.printed}`)));
    look();
  });
  server.url = (await server.hears(/ at (http:\/\/[\d.]+:\d+)/))[1];
  return server;
}

/** The example, with the sign-in link of each role by its name. */
export async function startDemo() {
  const server = await start('demo');
  await server.hears(/Administrator .*\/demo\/as\/\w{40}/);
  server.roles = {};
  for (const [, role, name, link] of server.printed.matchAll(/^ {2}(\S+(?: \S+)?) {2,}(.+?) {2,}(http\S+)$/gm)) {
    server.roles[role] = { name, link };
  }
  return server;
}
