import { execFileSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, runbook } from './bin.ts';
import { atMost, type Measurement, ms, times } from './measurement.ts';
import { runProcess, withFolder } from './process.ts';

const labs = ['lab0', 'lab1', 'lab2', 'lab3', 'cleanup'].map(
  (name) => `${repository}runbooks/labs/${name}.md`,
);

/** All labs in one run, against the time spent inside its foreground kubectl calls, taken by a wrapper in the same run. */
export const allLabs: Measurement = {
  name: 'labs',
  measure: () =>
    withFolder(async (folder) => {
      const log = join(folder, 'calls');
      const kubectl = execFileSync('sh', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).trim();
      const wrapper = join(folder, 'kubectl');
      await writeFile(
        wrapper,
        `#!/bin/bash\nfor word; do [ "$word" = port-forward ] && exec '${kubectl}' "$@"; done\n` +
          `started=\${EPOCHREALTIME/[.,]/}\n'${kubectl}' "$@"\nstatus=$?\necho $((\${EPOCHREALTIME/[.,]/} - started)) >> '${log}'\nexit $status\n`,
      );
      await chmod(wrapper, 0o755);
      const PATH = `${folder}:${process.env.PATH}`;
      const run = await runProcess([...runbook, 'exec', ...labs], {
        env: { PATH, KUBECONFIG: join(folder, 'none') },
      });
      const calls = (await readFile(log, 'utf8')).trim().split('\n').map(Number);
      const sum = calls.reduce((total, micros) => total + micros / 1000, 0);
      return [
        {
          what: `five labs in one run / their ${calls.length} kubectl calls`,
          ours: ms(run.ms),
          other: ms(sum),
          ratio: times(run.ms / sum),
          goal: atMost(run.ms / sum, 1.15, '×'),
        },
      ];
    }),
};
