import type { CliCommand } from '../command.ts';
import { check } from './check.ts';
import { completion } from './completion.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { fmt } from './fmt.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { lsp } from './lsp.ts';
import { notes } from './notes.ts';
import { plan } from './plan.ts';
import { report } from './report.ts';
import { sandbox } from './sandbox.ts';
import { site } from './site.ts';
import { version } from './version.ts';

/** Every command, in the order of `--help`: from doing to looking. */
export const commands = {
  exec,
  plan,
  check,
  explain,
  fmt,
  import: importCommand,
  export: exportCommand,
  site,
  list,
  report,
  notes,
  sandbox,
  init,
  lsp,
  completion,
  version,
} satisfies Record<string, CliCommand>;
