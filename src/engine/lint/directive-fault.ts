import type { Directive } from '../parse/directive.ts';
import type { Page } from '../parse/page.ts';
import type { Fault, ReportFault, Rule } from './rule.ts';

/** What is wrong with a line `# expect …: …` that could be read; offsets are in it. */
export type DirectiveFault = Pick<Fault, 'message' | 'hint'> & { readonly from: number; readonly to: number };

type Check = (directive: Directive) => DirectiveFault | undefined;

/** The `check` of a rule that looks at each `# expect` line by itself. */
export function eachDirective(find: Check): Rule['check'] {
  return ({ directives }: Page, report: ReportFault) => {
    for (const { directive, at } of directives) {
      const fault = find(directive);
      if (!fault) continue;
      const { from, to, ...wording } = fault;
      report({ ...wording, span: at(from, to) });
    }
  };
}
