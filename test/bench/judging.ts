import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms, times } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const line = '2026-11-24T00:00:00Z info request src.addr=10.0.0.1 http.status=200 duration=1ms';
const command = `yes '${line}' | head -c 100000000`;
const absent = Array.from({ length: 50 }, (_, index) => `status ${index + 300}`);

/** 100 MB of output under 50 expectations that each have to see all of it, against as many passes of grep. */
export const judging: Measurement = {
  name: 'judging',
  measure: () =>
    withFolder(async (folder) => {
      const document = async (name: string, directives: readonly string[]) => {
        const file = join(folder, `${name}.md`);
        await writeFile(file, `# Long\n\n\`\`\`bash\n${[command, ...directives].join('\n')}\n\`\`\`\n`);
        return [...runbook, 'exec', file];
      };
      const unjudged = await document('unjudged', []);
      const text = await document(
        'text',
        absent.map((each) => `# expect not: ${each}`),
      );
      const script = join(folder, 'grep.sh');
      const passes = absent.map((each) => `grep -Fw '${each}' "$0.txt" && exit 1`);
      await writeFile(script, [`${command} >"$0.txt"`, ...passes, 'exit 0'].join('\n'));
      const found = await inTurn(
        {
          unjudged: () => runProcess(unjudged),
          text: () => runProcess(text),
          grep: () => runProcess(['bash', script]),
        },
        3,
      );
      const { peakMb } = await runProcess(text);
      return [
        {
          what: '100 MB under 50 expectations / 50 passes of grep',
          ours: ms(found.text),
          other: ms(found.grep),
          ratio: times(found.text / found.grep),
        },
        {
          what: 'the same, each expectation / one run without any',
          ours: ms((found.text - found.unjudged) / absent.length),
          other: ms(found.unjudged),
          ratio: times((found.text - found.unjudged) / absent.length / found.unjudged),
          goal: atMost((found.text - found.unjudged) / absent.length / found.unjudged, 1, '×'),
        },
        { what: 'the same, peak memory', ours: `${peakMb.toFixed(0)} MB`, other: '', ratio: '' },
      ];
    }),
};
