import type { Plan } from '../../model/plan.ts';
import { toolsOf } from './preflight.ts';

/** What tells a script of ours from any other file. */
export const mark = '`runbook export --to bash`';

/** What a person has to know who opens the script. */
export function headText(plan: Plan): string {
  const asked = plan.runbooks.filter(({ reason }) => reason === 'asked').map(({ runbook }) => runbook);
  const required = plan.runbooks.filter(({ reason }) => reason === 'required').map(({ runbook }) => runbook);
  const files = asked.map(({ source }) => source.file).join(' ');
  const tools = toolsOf(plan).map(([tool, range]) => (range === '*' ? tool : `${tool} ${range}`));
  const clusters = Object.keys(plan.clusters);
  const lines = [
    ...asked.map(({ title }) => title),
    '',
    `Made from ${files} by ${mark}: change that page and export it again.`,
    ...(required.length === 0
      ? []
      : [`Stops unless these have been run: ${required.map(({ source }) => source.file).join(', ')}.`]),
    '',
    `Runs the page's commands in one shell and checks what they show. Needs bash 3.2 or later, the usual tools${tools.length === 0 ? '' : `, and: ${[...new Set(tools)].join(', ')}`}.`,
    ...(clusters.length === 0 ? [] : [`Takes other contexts from the environment: ${clusters.join(', ')}.`]),
    'Starts in the folder it lies in, as the page would; RUNBOOK_DIR names another.',
    'Exit codes: 0 passed, 1 a check unmet or a command failed, 3 something is missing, 130 interrupted.',
    '',
    'Functions of the page and of this script are called by their names, which shellcheck does not see.',
    'shellcheck disable=SC2034,SC2317,SC2154,SC2086,SC2016',
  ];
  return `#!/usr/bin/env bash\n${lines.map((line) => `# ${line}`.trimEnd()).join('\n')}\n`;
}
