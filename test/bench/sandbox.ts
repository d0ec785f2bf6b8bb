import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { type Measurement, ms } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const document = (head: string): string => `---\n${head}\n---\n# Ready\n\n\`\`\`bash\ntrue\n\`\`\`\n`;

/** What two simulated clusters add to a run that asks nothing of them, start to ready to closed. */
export const sandbox: Measurement = {
  name: 'sandbox',
  measure: () =>
    withFolder(async (folder) => {
      const withClusters = join(folder, 'with.md');
      const without = join(folder, 'without.md');
      await writeFile(withClusters, document('clusters: { EAST: kind-bench-east, WEST: kind-bench-west }'));
      await writeFile(without, document('title: Without clusters'));
      const exec = (file: string) =>
        runProcess([...runbook, 'exec', file], { env: { KUBECONFIG: join(folder, 'none') } });
      const found = await inTurn({ ours: () => exec(withClusters), without: () => exec(without) }, 9);
      const idle = await runProcess([...runbook, 'sandbox', '--', 'sleep', '2'], { cwd: folder });
      return [
        {
          what: 'run with two simulated clusters − run without',
          ours: ms(found.ours),
          other: ms(found.without),
          ratio: `+ ${ms(found.ours - found.without)}`,
          goal: 'sandbox ready ≤ 100 ms',
        },
        {
          what: 'idle sandbox, peak memory',
          ours: `${idle.peakMb.toFixed(0)} MB`,
          other: '',
          ratio: '',
          goal: '≤ 80 MB',
        },
      ];
    }),
};
