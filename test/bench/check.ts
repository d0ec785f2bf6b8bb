import { globSync, readFileSync, statSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, runbook } from './bin.ts';
import { atMost, type Measurement, ms, times } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const labs = ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'];

/**
 * Checking a document of 1 MB, made of the labs one after the other, and a folder of 10 MB of other people's pages (what
 * the packages here say of themselves, over and over), against remark-parse with GFM alone.
 */
export const check: Measurement = {
  name: 'check',
  measure: async () => [...(await oneDocument()), ...(await folderOfPages())],
};

function oneDocument() {
  return withFolder(async (folder) => {
    const file = join(folder, 'long.md');
    const { text, blocks } = longDocument();
    await writeFile(file, text);
    const alone = join(repository, 'test/bench/parse-alone.ts');
    const found = await inTurn(
      {
        ours: () => runProcess([...runbook, 'check', file]),
        remark: () => runProcess([process.execPath, alone, file]),
      },
      5,
    );
    return [
      {
        what: `check of 1 MB, ${blocks} blocks / remark-parse with GFM`,
        ours: ms(found.ours),
        other: ms(found.remark),
        ratio: times(found.ours / found.remark),
        goal: atMost(found.ours / found.remark, 1.5, '×'),
      },
    ];
  });
}

function folderOfPages() {
  return withFolder(async (folder) => {
    const pages = await fillWithPages(folder);
    const alone = join(repository, 'test/bench/parse-alone.ts');
    const found = await inTurn(
      {
        // The pages are not ours to be right: what is found in them is no failure.
        ours: () =>
          runProcess([
            'bash',
            '-c',
            '"$@" >/dev/null 2>&1; [ $? -le 2 ]',
            'bash',
            ...runbook,
            'check',
            folder,
          ]),
        remark: () => runProcess([process.execPath, alone, folder]),
      },
      3,
    );
    return [
      {
        what: `check of 10 MB, ${pages} foreign pages / remark-parse with GFM`,
        ours: ms(found.ours),
        other: ms(found.remark),
        ratio: times(found.ours / found.remark),
        goal: atMost(found.ours / found.remark, 0.6, '×'),
      },
    ];
  });
}

async function fillWithPages(folder: string): Promise<number> {
  const found = globSync('node_modules/**/*.md', { cwd: repository }).toSorted();
  let size = 0;
  let pages = 0;
  while (size < 10_000_000) {
    const path = join(repository, found[pages % found.length] ?? '');
    await cp(path, join(folder, `${pages++}.md`));
    size += statSync(path).size;
  }
  return pages;
}

function longDocument() {
  const pages = labs.map((name) => readFileSync(join(repository, `runbooks/labs/${name}.md`), 'utf8'));
  const [head = ''] = /^---\n[\s\S]*?\n---\n/.exec(pages[0] ?? '') ?? [];
  const bodies = pages.map((page) =>
    page
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .replace(/ name=[\w-]+/g, '')
      // What names a block of one page names nothing in all of them.
      .replace(/<!-- shown by .*?-->/g, ''),
  );
  let text = `${head.replace(/^(?:requires|ready):.*\n/gm, '')}\n`;
  while (text.length < 1_000_000) text += bodies.join('\n');
  return { text, blocks: text.match(/^```\w/gm)?.length ?? 0 };
}
