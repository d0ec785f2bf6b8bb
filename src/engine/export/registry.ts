import type { Exporter } from './exporter.ts';

/**
 * What a runbook can be turned into, by the name after `--to`; loaded when it is asked for. A new form is a folder here
 * and a line.
 */
export const exporters = {
  bash: async () => {
    const { bash } = await import('./bash/bash.ts');
    return bash;
  },
} satisfies Readonly<Record<string, () => Promise<Exporter>>>;

/** The name of a form. */
export type ExporterName = keyof typeof exporters;
