import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const labs = fileURLToPath(new URL('../../runbooks/labs', import.meta.url));

/**
 * The labs in a folder of their own, with a local port of their own, so that they can run beside the labs of other
 * tests; `edit` changes the text of a page further.
 */
export async function copyLabs(
  folder: string,
  port: number,
  edit = (text: string, _file: string): string => text,
): Promise<void> {
  await cp(labs, folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.md')) continue;
    const text = (await readFile(join(folder, name), 'utf8'))
      .replaceAll(/\b8080:(808\d)\b/g, `${port}:$1`)
      .replaceAll('localhost:8080', `localhost:${port}`);
    await writeFile(join(folder, name), edit(text, name));
  }
}
