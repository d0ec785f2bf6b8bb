import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../src/site/page.ts';
import { readFolder } from '../../../src/site/read-folder.ts';
import { keepReadings } from '../../../src/site/readings.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'runbook-readings-'));
  await write('lab.md', '# Lab\n\n```bash\necho ${UNSET:-1}\n# expect: 1\n```\n');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(join(root, name), text);
const titles = (pages: readonly Page[]) => pages.map(({ runbook }) => runbook.title);

describe('the pages of a folder', () => {
  it('are read once in a build, and again where their text is another', async () => {
    const options = { root };
    keepReadings(options);
    const [first] = readFolder(options);
    const [second] = readFolder(options);
    expect(second?.runbook).toBe(first?.runbook);
    await write('lab.md', '# Other\n\n```bash\necho 1\n```\n');
    expect(titles(readFolder(options))).toEqual(['Other']);
  });

  it('fail each time that they are read, not only the first', async () => {
    const options = { root };
    keepReadings(options);
    await write('lab.md', '# Lab\n\n```bash timeout=soon\necho 1\n```\n');
    expect(() => readFolder(options)).toThrow('timeout');
    expect(() => readFolder(options)).toThrow('timeout');
  });

  it('are read anew each time outside of a build, so that a new record is seen', async () => {
    const options = { root };
    const [first] = readFolder(options);
    await write('lab.record.json', '{}');
    expect(first?.standings).toEqual([]);
    expect(() => readFolder(options)).toThrow('lab.record.json');
  });

  it('are what they were when a build first read them; the next build reads them anew', async () => {
    const options = { root };
    keepReadings(options);
    readFolder(options);
    await write('lab.record.json', '{}');
    expect(readFolder(options)).toHaveLength(1);
    keepReadings(options);
    expect(() => readFolder(options)).toThrow('lab.record.json');
  });
});
