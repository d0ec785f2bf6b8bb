import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms, type Row } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const document = (head: string, commands: string): string =>
  `---\n${head}\n---\n# Ready\n\n\`\`\`bash\n${commands}\n\`\`\`\n`;

const asked = document(
  'clusters: { EAST: kind-bench-east, WEST: kind-bench-west }',
  'kubectl --context $EAST get --raw /version\nkubectl --context $WEST get --raw /version',
);
const alone = document('title: Without clusters', 'kubectl version --client\nkubectl version --client');

/** What two simulated clusters add to a run that asks each of them once, start to ready to closed; what they hold. */
export const sandbox: Measurement = {
  name: 'sandbox',
  measure: () =>
    withFolder(async (folder) => {
      const withClusters = join(folder, 'with.md');
      const without = join(folder, 'without.md');
      await writeFile(withClusters, asked);
      await writeFile(without, alone);
      const exec = (file: string) =>
        runProcess([...runbook, 'exec', file], { env: { KUBECONFIG: join(folder, 'none') } });
      const found = await inTurn({ ours: () => exec(withClusters), without: () => exec(without) }, 9);
      const idle = async (what: string, command: string): Promise<Row> => {
        const { peakMb } = await runProcess([...runbook, 'sandbox', '--', 'bash', '-c', command], {
          cwd: folder,
        });
        return {
          what,
          ours: `${peakMb.toFixed(0)} MB`,
          other: '',
          ratio: '',
          goal: atMost(Math.round(peakMb), 80, 'MB'),
        };
      };
      return [
        {
          what: 'run that asks two simulated clusters − run with as many kubectl that ask none',
          ours: ms(found.ours),
          other: ms(found.without),
          ratio: `+ ${ms(found.ours - found.without)}`,
          // Ready, and 10 ms for each answer.
          goal: atMost(found.ours - found.without, 120, 'ms'),
        },
        await idle('idle sandbox that nobody asked, peak memory', 'sleep 2'),
        await idle('idle sandbox that was asked, peak memory', 'kubectl get --raw /version; sleep 2'),
      ];
    }),
};
