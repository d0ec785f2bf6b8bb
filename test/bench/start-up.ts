import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { type Measurement, ms, times } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

/** Process start to exit of a document with next to nothing in it. */
export const startUp: Measurement = {
  name: 'start-up',
  measure: () =>
    withFolder(async (folder) => {
      const file = join(folder, 'empty.md');
      await writeFile(file, '# Nothing to do\n\n```bash skip="measured without a statement"\ntrue\n```\n');
      const found = await inTurn(
        {
          ours: () => runProcess([...runbook, 'exec', file]),
          node: () => runProcess([process.execPath, '-e', '0']),
        },
        15,
      );
      const ratio = times(found.ours / found.node);
      return [
        {
          what: 'document without a statement / node -e 0',
          ours: ms(found.ours),
          other: ms(found.node),
          ratio,
          goal: '≤ 2 ×',
        },
      ];
    }),
};
