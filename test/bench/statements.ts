import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms } from './measurement.ts';
import { inTurn, runProcess, withFolder } from './process.ts';

const many = 1000;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const document = (count: number): string =>
  `# Statements\n\n\`\`\`bash\n${numbers(count)
    .map((n) => `echo out ${n}\n# expect: out ${n}`)
    .join('\n')}\n\`\`\`\n`;

const script = (count: number): string =>
  numbers(count)
    .map((n) => `echo out ${n}\n`)
    .join('');

/** What one more checked statement costs over the same line in plain bash: differences of long and short runs. */
export const statements: Measurement = {
  name: 'statements',
  measure: () =>
    withFolder(async (folder) => {
      const file = (name: string) => join(folder, name);
      for (const count of [1, many]) {
        await writeFile(file(`${count}.md`), document(count));
        await writeFile(file(`${count}.sh`), script(count));
      }
      const found = await inTurn(
        {
          oursOne: () => runProcess([...runbook, 'exec', file('1.md')]),
          oursMany: () => runProcess([...runbook, 'exec', file(`${many}.md`)]),
          bashOne: () => runProcess(['bash', file('1.sh')]),
          bashMany: () => runProcess(['bash', file(`${many}.sh`)]),
        },
        7,
      );
      const ours = (found.oursMany - found.oursOne) / (many - 1);
      const bash = (found.bashMany - found.bashOne) / (many - 1);
      return [
        {
          what: 'checked statement − the same line in plain bash',
          ours: ms(ours),
          other: ms(bash),
          ratio: `+ ${ms(ours - bash)}`,
          goal: atMost(ours - bash, 0.25, 'ms'),
        },
      ];
    }),
};
