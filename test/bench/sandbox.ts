import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms, type Row } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const document = (head: string, commands: string): string =>
  `---\n${head}\n---\n# Ready\n\n\`\`\`bash\n${commands}\n\`\`\`\n`;

const clusters = 'clusters: { EAST: kind-bench-east, WEST: kind-bench-west }';
const questions = 'kubectl --context $EAST get --raw /version\nkubectl --context $WEST get --raw /version';
const askedOnce = document(clusters, questions);
const askedTwice = document(clusters, `${questions}\n${questions}`);
const alone = document('title: Without clusters', 'true');

/**
 * What two simulated clusters cost from start to ready to closed: a run that asks each of them once, without what the
 * asking takes (as asking them once more does: kubectl's own start, TLS and the answers) and without what a run takes
 * that has no clusters. And what they hold.
 */
export const sandbox: Measurement = {
  name: 'sandbox',
  measure: () =>
    withFolder(async (folder) => {
      const exec = (name: string) => () =>
        runProcess([...runbook, 'exec', join(folder, name)], { env: { KUBECONFIG: join(folder, 'none') } });
      await writeFile(join(folder, 'once.md'), askedOnce);
      await writeFile(join(folder, 'twice.md'), askedTwice);
      await writeFile(join(folder, 'alone.md'), alone);
      const { once, twice, without } = await inTurn(
        { once: exec('once.md'), twice: exec('twice.md'), without: exec('alone.md') },
        9,
      );
      const up = once - (twice - once) - without;
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
          what: 'two simulated clusters: run that asks each once − asking − run without',
          ours: ms(once),
          other: ms(without),
          ratio: `+ ${ms(up)}`,
          goal: atMost(up, 100, 'ms'),
        },
        await idle('idle sandbox that nobody asked, peak memory', 'sleep 2'),
        await idle('idle sandbox that was asked, peak memory', 'kubectl get --raw /version; sleep 2'),
      ];
    }),
};
