// A mail server on loopback: takes mails as any other does, after a sign-in with a password, and reads them.
import { SMTPServer } from 'smtp-server';
import { simpleParser } from 'mailparser';

const USER = 'firstmove';
const PASSWORD = 'a-password-of-the-tests';

/** A running mail server: its address for `--smtp`, the mails so far, and how to wait for some and end it. */
export async function openPostOffice() {
  const mails = [];
  const waiting = new Set();
  const server = new SMTPServer({
    // loopback needs no certificate; the sign-in is asked for all the same
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === USER && password === PASSWORD) done(null, { user: username });
      else done(new Error('Nobody of that name and password'));
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail });
        for (const look of waiting) look();
        done();
      }, done);
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address();
  return {
    url: `smtp://${USER}:${PASSWORD}@127.0.0.1:${port}`,
    mails,
    /** Waits until so many mails have arrived. */
    arrived: (count) => new Promise((resolve) => {
      const look = () => {
        if (mails.length < count) return;
        waiting.delete(look);
        resolve(mails);
      };
      waiting.add(look);
      look();
    }),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
