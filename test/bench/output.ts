import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atLeast, atMost, type Measurement, times } from './measurement.ts';
import { runProcess, withFolder } from './process.ts';

const megabytes = 1000;

/** One statement that prints 1 GB, against the same command into `cat`; memory against a statement that prints nothing. */
export const output: Measurement = {
  name: 'output',
  measure: () =>
    withFolder(async (folder) => {
      const quiet = join(folder, 'quiet.md');
      const loud = join(folder, 'loud.md');
      const command = `head -c ${megabytes}000000 /dev/zero`;
      await writeFile(quiet, '# Quiet\n\n```bash\nsleep 1\n```\n');
      await writeFile(loud, `# Loud\n\n\`\`\`bash\n${command}\n\`\`\`\n`);
      const idle = await runProcess([...runbook, 'exec', quiet]);
      const ours = await runProcess([...runbook, 'exec', loud]);
      const pipe = await runProcess(['bash', '-c', `${command} | cat >/dev/null`]);
      const speed = (ms: number) => `${Math.round((megabytes / ms) * 1000)} MB/s`;
      return [
        {
          what: '1 GB of output, whole process / bash into cat',
          ours: speed(ours.ms),
          other: speed(pipe.ms),
          ratio: times(ours.ms / pipe.ms),
          goal: atLeast((megabytes / ours.ms) * 1000, 800, 'MB/s'),
        },
        {
          what: '1 GB of output, peak memory − that of a quiet run',
          ours: `${ours.peakMb.toFixed(0)} MB`,
          other: `${idle.peakMb.toFixed(0)} MB`,
          ratio: `+ ${(ours.peakMb - idle.peakMb).toFixed(0)} MB`,
          goal: atMost(ours.peakMb - idle.peakMb, 64, 'MB'),
        },
      ];
    }),
};
