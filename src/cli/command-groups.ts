import type { commands } from './commands/registry.ts';

/** Under which heading of `--help` a command stands. */
export const commandGroups: Readonly<Record<keyof typeof commands, string>> = {
  exec: 'Run:',
  plan: 'Run:',
  list: 'Run:',
  report: 'Run:',
  notes: 'Run:',
  sandbox: 'Run:',
  init: 'Write:',
  import: 'Write:',
  check: 'Write:',
  fmt: 'Write:',
  explain: 'Write:',
  export: 'Elsewhere:',
  site: 'Elsewhere:',
  lsp: 'Elsewhere:',
  completion: 'Elsewhere:',
  version: 'Elsewhere:',
};
