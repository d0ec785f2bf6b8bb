import { type CommandCall, FileError } from '../command.ts';
import { CookieJar } from './cookie-jar.ts';
import type { Settings } from './settings.ts';

/** Cookies of the files that `-b` names; one that isn't there counts as empty. */
export async function openJar({ host }: CommandCall, { cookies }: Settings): Promise<CookieJar> {
  const jar = new CookieJar();
  for (const file of cookies.filter((cookie) => cookie && !cookie.includes('='))) {
    const text = await host.files.read(file).catch((error: unknown) => {
      if (error instanceof FileError) return '';
      throw error;
    });
    jar.load(text.toString());
  }
  return jar;
}

/** Keeps the cookies in a file; `-` is stdout. */
export async function saveJar({ io, host }: CommandCall, file: string, jar: CookieJar): Promise<void> {
  if (file === '-') {
    io.stdout(jar.toString());
    return;
  }
  await host.files.write(file, Buffer.from(jar.toString()), false).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    io.stderr(`Warning: failed to save cookies in ${file}: ${error.message}\n`);
  });
}
