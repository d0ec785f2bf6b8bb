import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms, type Row, times } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const page = (info: string): string => `# Page\n\n\`\`\`bash${info}\ntrue\n\`\`\`\n`;

/** Process start to exit of what does next to nothing. */
export const startUp: Measurement = {
  name: 'start-up',
  measure: () =>
    withFolder(async (folder) => {
      const empty = join(folder, 'empty.md');
      const one = join(folder, 'one.md');
      await writeFile(empty, page(' skip="measured without a statement"'));
      await writeFile(one, page(''));
      const run = (...args: readonly string[]) => runProcess([...runbook, ...args]);
      const found = await inTurn(
        {
          empty: () => run('exec', empty),
          one: () => run('exec', one),
          version: () => run('--version'),
          help: () => run('--help'),
          node: () => runProcess([process.execPath, '-e', '0']),
        },
        15,
      );
      const row = (what: string, ours: number, limit: number): Row => ({
        what: `${what} / node -e 0`,
        ours: ms(ours),
        other: ms(found.node),
        ratio: times(ours / found.node),
        goal: atMost(ours / found.node, limit, '×'),
      });
      return [
        row('document without a statement', found.empty, 1.8),
        row('one true statement', found.one, 2.5),
        row('--version', found.version, 1.3),
        row('--help', found.help, 1.3),
      ];
    }),
};
