import { stringify } from 'yaml';
import type { FlagSpec, Flags } from './flags.ts';
import { UsageError } from './flags.ts';

export const outputFlag: FlagSpec = { name: 'output', letter: 'o', takes: 'value' };

/** A table, or the data behind it in the format that `-o` asks for. @throws UsageError */
export function formatted({ values }: Flags, summary: () => string, data: () => unknown): string {
  const format = values.get('output') ?? 'short';
  switch (format) {
    case 'short':
      return summary();
    case 'json':
      return `${JSON.stringify(data(), null, 4)}\n`;
    case 'yaml':
      return `${stringify(data(), { lineWidth: 0 })}\n`;
    default:
      throw new UsageError(`output format "${format}" not supported`);
  }
}
