import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, runbook } from './bin.ts';
import { atMost, type Measurement, ms, times } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const labs = ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'];

/** Checking a document of 1 MB, made of the labs one after the other, against remark-parse with GFM alone. */
export const check: Measurement = {
  name: 'check',
  measure: () =>
    withFolder(async (folder) => {
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
    }),
};

function longDocument() {
  const pages = labs.map((name) => readFileSync(join(repository, `runbooks/labs/${name}.md`), 'utf8'));
  const [head = ''] = /^---\n[\s\S]*?\n---\n/.exec(pages[0] ?? '') ?? [];
  const bodies = pages.map((page) => page.replace(/^---\n[\s\S]*?\n---\n/, '').replace(/ name=[\w-]+/g, ''));
  let text = `${head.replace(/^(?:requires|ready):.*\n/gm, '')}\n`;
  while (text.length < 1_000_000) text += bodies.join('\n');
  return { text, blocks: text.match(/^```\w/gm)?.length ?? 0 };
}
