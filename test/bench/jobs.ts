import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { type Measurement, ms, times } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const files = 8;

/** Half of its time a page waits, half of it it computes. */
const page = (script: string): string => `# Page\n\n\`\`\`bash\n${script}\n\`\`\`\n`;
const busy = 'sleep 0.5\nfor ((i = 0; i < 150000; i++)); do :; done';

/** Several files by two at a time, and what a file costs for being a run of its own. */
export const manyJobs: Measurement = {
  name: 'jobs',
  measure: () =>
    withFolder(async (folder) => {
      const names = Array.from({ length: files }, (_, at) => `page-${at}.md`);
      for (const name of names) {
        await writeFile(join(folder, `busy-${name}`), page(busy));
        await writeFile(join(folder, `quick-${name}`), page('true'));
      }
      const exec = (kind: string, ...options: readonly string[]) =>
        runProcess([...runbook, 'exec', `${kind}-*.md`, ...options], { cwd: folder });
      const found = await inTurn(
        {
          one: () => exec('busy', '--jobs', '1'),
          two: () => exec('busy', '--jobs', '2'),
          apart: () => exec('quick', '--jobs', '1'),
          together: () => exec('quick'),
          node: () => runProcess([process.execPath, '-e', '0']),
        },
        3,
      );
      const each = (found.apart - found.together) / files;
      return [
        {
          what: `${files} pages that wait and compute, --jobs 2 / --jobs 1`,
          ours: ms(found.two),
          other: ms(found.one),
          ratio: times(found.two / found.one),
        },
        {
          what: 'a file as a run of its own − in one run with others / node -e 0',
          ours: ms(each),
          other: ms(found.node),
          ratio: times(each / found.node),
        },
      ];
    }),
};
