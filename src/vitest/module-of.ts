import { type Diagnostic, parse, plan, resolveBeside, type Source } from '../engine/index.ts';
import { faultOfDiagnostic } from './fault-of-diagnostic.ts';
import type { RunbookOptions } from './options.ts';
import { pageModule, plainModule, refusingModule } from './page-module.ts';

type ModuleOptions = {
  readonly root: string;
  readonly settings: RunbookOptions;
  /** The modules that tests are made with, and that a page is run by; both are paths. */
  readonly runtime: string;
  readonly host: string;
};

/** The test module that a file becomes, whatever the file is. */
export function moduleOf(source: Source, { root, settings, runtime, host }: ModuleOptions): string {
  const { runbook, diagnostics } = parse(source);
  if (runbook.steps.length === 0 || diagnostics.some(({ code }) => isPlainPage(code)))
    return plainModule(source.file);
  const planned = plan([runbook], { interactive: false, ...planSettings(settings) }, resolveBeside);
  const wrong = [...diagnostics, ...planned.diagnostics].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) {
    const faults = wrong.map((diagnostic) => faultOfDiagnostic(diagnostic, root));
    return refusingModule({ title: runbook.title, faults, runtime });
  }
  const { file, path } = source;
  return pageModule({ plan: planned.plan, runtime, data: { root, file, path, options: settings, host } });
}

/** Whether a document has nothing to do with us: a README among the runbooks. */
function isPlainPage(code: Diagnostic['code']): boolean {
  return code === 'parse/no-runnable-block' || code === 'parse/empty-document';
}

function planSettings({ clusters, variants }: RunbookOptions): Pick<RunbookOptions, 'clusters' | 'variants'> {
  return {
    ...(clusters === undefined ? {} : { clusters }),
    ...(variants === undefined ? {} : { variants }),
  };
}
