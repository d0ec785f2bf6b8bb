import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms, times } from './measurement.ts';
import { inTurn, type Run, runProcess, withFolder } from './process.ts';

/** Commands that print 50 MB: as a loop in bash does it, a line at a time, and as fast as a pipe takes it. */
const commands: Readonly<Record<string, string>> = {
  '500,000 lines':
    "for ((i = 0; i < 500000; i++)); do printf 'line %07d of a long output: %073d\\n' $i 0; done",
  'at full speed': 'yes "a line of a long output, as long as lines are" | head -c 50000000',
};

/** Runs a program in a terminal of 120 × 40, which script(1) makes. */
function inTerminal(argv: readonly string[]): Promise<Run> {
  const line = `stty cols 120 rows 40; ${argv.map((word) => `'${word}'`).join(' ')}`;
  return runProcess(['script', '-qec', line, '/dev/null'], { env: { CI: '', TERM: 'xterm-256color' } });
}

/** A run that prints 50 MB, shown by the terminal UI and as plain lines, both in a terminal. */
export const terminal: Measurement = {
  name: 'terminal',
  measure: () =>
    withFolder(async (folder) => {
      const rows = [];
      for (const [name, command] of Object.entries(commands)) {
        const page = join(folder, 'page.md');
        await writeFile(page, `# Loud\n\n\`\`\`bash\n${command}\n\`\`\`\n`);
        const { ui, text } = await inTurn(
          {
            ui: () => inTerminal([...runbook, 'exec', page]),
            text: () => inTerminal([...runbook, 'exec', page, '--reporter', 'text']),
          },
          5,
        );
        rows.push({
          what: `50 MB of output, ${name}: terminal UI / plain lines`,
          ours: ms(ui),
          other: ms(text),
          ratio: times(ui / text),
          goal: atMost(ui / text, 1.1, '×'),
        });
      }
      return rows;
    }),
};
