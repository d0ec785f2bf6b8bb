import { lstatSync, statSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { whyMachineFailed } from '../diagnostics/machine-fault.ts';
import { isDead, type Owner, ownerText, parseOwner, thisOwner } from './owner.ts';
import { sessionError } from './session-error.ts';
import { guardFolder, startWatchdog, tagOf } from './watchdog.ts';

/** A folder for temporary files, and its end. */
type PrivateFolder = { readonly folder: string; remove(): Promise<void> };

/**
 * Bytes of the path of a Unix socket, without the NUL at its end: 108 on Linux, 104 on the others (unix(7),
 * `sun_path`). One byte of them is a slash, another the socket's name.
 */
const socketPathBytes = 103;

/** Where there is always a short path. */
const shortBase = '/tmp';

/**
 * Makes a folder that only this user can look into, and that vanishes with the program even after kill -9. Its name
 * says whose it is, from the first moment: what a dead run has left, since its watchdog was killed as well, is removed
 * by the next one that makes a folder in the same place.
 * @param socket It is for a Unix socket with a name of one character, whose path must be short.
 * @throws RunbookError when it can't be made.
 */
export async function makePrivateFolder({ socket = false } = {}): Promise<PrivateFolder> {
  const owner = thisOwner();
  const name = `runbook-${ownerText(owner)}-${eightDigits()}`;
  // An absolute path: the session is in another folder.
  const wanted = resolve(tmpdir());
  const tooLong = socket && Buffer.byteLength(`${wanted}/${name}/t`) > socketPathBytes;
  const base = tooLong ? shortBase : wanted;
  const folder = join(base, name);
  if (folder.includes('\n')) {
    throw sessionError('`TMPDIR` has a line break in it', 'Have it name another folder.');
  }
  // Guarded before it exists: there is no moment at which a kill -9 leaves it behind.
  const release = guardFolder(folder);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    release();
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = whyMachineFailed(cause) ?? code ?? message;
    const hint = tooLong
      ? `\`TMPDIR\` is too long for the path of a socket, and ${shortBase} is of no use: have \`TMPDIR\` name a folder with a shorter path.`
      : 'Have the variable `TMPDIR` name a folder that you may write to.';
    throw sessionError(`No folder for temporary files can be made in \`${base}\`: ${why}`, hint, cause);
  }
  void removeOfTheDead(base);
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    release();
  };
  return { folder, remove };
}

/**
 * So that names differ. They need not be secret: what is there already, whoever has made it, is never taken for ours, and
 * Node's cryptography takes 6 ms of the processor to load.
 */
function eightDigits(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

/** Places that have been looked through. */
const looked = new Set<string>();

/**
 * Ends the processes and removes the folders that dead runs of this user have left in a place. Nobody waits for it: the
 * watchdog does it, at the end of this program at the latest.
 */
async function removeOfTheDead(base: string): Promise<void> {
  if (looked.has(base) || !isSafe(base)) return;
  looked.add(base);
  const names = await readdir(base).catch(() => []);
  const dead = names.flatMap((name) => {
    const owner = ownerOf(name);
    return owner !== undefined && isDead(owner) && isOurs(join(base, name)) ? [{ name, owner }] : [];
  });
  for (const { name } of dead) guardFolder(join(base, name));
  for (const tag of new Set(dead.map(({ owner }) => tagOf(ownerText(owner)))))
    await startWatchdog().sweep(tag);
  for (const { name } of dead) await rm(join(base, name), { recursive: true, force: true }).catch(() => {});
}

function ownerOf(name: string): Owner | undefined {
  const [, owner = ''] = /^runbook-([0-9a-z-]+)-[0-9a-f]{8}$/.exec(name) ?? [];
  return parseOwner(owner);
}

/** A folder of this user, and no link to one. */
function isOurs(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.getuid?.();
}

/** Nobody else can put something in the place of what is there: as in /tmp, which is sticky, or a folder of one's own. */
function isSafe(base: string): boolean {
  const stats = statSync(base, { throwIfNoEntry: false });
  const trusted = stats !== undefined && (stats.uid === 0 || stats.uid === process.getuid?.());
  return trusted && ((stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0);
}
