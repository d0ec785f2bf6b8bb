import type { Plan } from '../../model/plan.ts';
import { toolsOf } from './tools.ts';

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
      : [`Has in it what the page requires: ${required.map(({ source }) => source.file).join(', ')}.`]),
    '',
    `Runs the page's commands in one shell and checks what they show. Needs bash 3.2 or later, the usual tools${tools.length === 0 ? '' : `, and: ${[...new Set(tools)].join(', ')}`}.`,
    ...(clusters.length === 0 ? [] : [`Takes other contexts from the environment: ${clusters.join(', ')}.`]),
    'Starts in the folder it lies in, as the page would; RUNBOOK_DIR names another.',
    'Exit codes: 0 passed, 1 a check unmet or a command failed, 3 something is missing, 130 interrupted.',
    '',
    'Programs of awk and jq, and what is called by its name alone, are not for shellcheck:',
    'shellcheck disable=SC1090,SC1091,SC2016,SC2034,SC2317,SC2320',
  ];
  return `#!/usr/bin/env bash\n${lines.map((line) => `# ${line}`.trimEnd()).join('\n')}\n`;
}
