import { nearest } from '../../diagnostics/nearest.ts';
import { type AppliedArgs, findApplied } from '../applied-finding.ts';
import { readApplied } from '../applied-report.ts';
import { parsePatternArgs } from '../find-pattern.ts';
import type { ExpectationKind, ParseProblem } from '../kind.ts';

const results: readonly string[] = ['created', 'configured', 'unchanged', 'conflict'];
const statuses: readonly string[] = ['True', 'False', 'Unknown'];

const manifest = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web';

/** `# expect: created` or `# expect: Programmed=True` below a manifest: what the API server says of its objects. */
export const applied: ExpectationKind<AppliedArgs> = {
  name: 'applied',
  syntax: '# expect: created | configured | unchanged | conflict | CONDITION=True',
  summary:
    'Below a `yaml apply` block: every object was created, changed or left as it was, or every object of a kind that ' +
    'has the condition has it with this status. `deployment/web created` asks of one object. `conflict` is for a fence ' +
    'with `force=false`: another manager has set a field.',
  readsOutput: true,
  stream: 'stdout',
  examples: [
    { fence: fence('# expect: created'), output: 'service/web created\n', met: true },
    { fence: fence('# expect: created'), output: 'service/web created\nservice/old unchanged\n', met: false },
    {
      fence: fence('# expect: service/web created'),
      output: 'service/web created\nservice/old unchanged\n',
      met: true,
    },
    { fence: fence('# expect: conflict', ' force=false'), output: 'service/web conflict\n', met: true },
    { fence: fence('# expect: Ready=True'), output: 'service/web created\n  Ready=True (Up)\n', met: true },
    {
      fence: fence('# expect: Ready=True'),
      output: 'service/web created\n  Ready=False (Pending: no pod)\n',
      met: false,
    },
    { fence: fence('# expect: Ready=True'), output: 'service/web created\n', met: false },
    {
      fence: fence('# expect not: Conflicted=True'),
      output: 'service/web created\n  Conflicted=False\n',
      met: true,
    },
    { fence: fence('# expect not: Conflicted=True'), output: 'service/web created\n', met: false },
  ],
  parse,
  watch: (args, { negated }) => {
    let text = '';
    return {
      take: ({ shown }) => {
        text += shown;
        return false;
      },
      finding: () => findApplied(args, readApplied(text), negated),
    };
  },
  describe: (args) => {
    const what = 'result' in args ? args.result : `${args.condition}=${args.status}`;
    return args.object === undefined ? what : `${args.object} ${what}`;
  },
};

function fence(directive: string, options = ''): string {
  return `\`\`\`yaml apply${options}\n${manifest}\n${directive}\n\`\`\``;
}

/** A condition's type, which is in camel case and may have a domain in front. */
const conditionForm = /^((?:[a-z\d.-]+\/)?[A-Z]\w*)=(\w+)$/;

function parse(written: string): { readonly args: AppliedArgs } | { readonly problem: ParseProblem } {
  const read = parsePatternArgs(written);
  if ('problem' in read) return read;
  const { text } = read.args;
  const [, object, what = text] = /^([\w.-]+\/[\w.-]+)\s+(.*)$/.exec(text) ?? [];
  const of = object === undefined ? {} : { object };
  if (results.includes(what)) return { args: { ...of, result: what } };
  const [, condition, status = ''] = conditionForm.exec(what) ?? [];
  if (condition && statuses.includes(status)) return { args: { ...of, condition, status } };
  const from = written.indexOf(what);
  const fault = condition ? statusFault(condition, status) : answerFault(what);
  return { problem: { code: 'parse/no-such-answer', ...fault, from, to: from + what.length } };
}

type Fault = Pick<ParseProblem, 'message' | 'hint'>;

function statusFault(condition: string, status: string): Fault {
  const message = `A condition is \`True\`, \`False\` or \`Unknown\`, not \`${status}\`.`;
  return { message, hint: `Write \`${condition}=${nearest(status, statuses) ?? 'True'}\`.` };
}

function answerFault(what: string): Fault {
  const message = `\`${what}\` is nothing that an API server says of an applied object.`;
  const near = nearest(what, results);
  if (near) return { message, hint: `Did you mean \`${near}\`?` };
  const [, type, status] = /^([A-Z]\w*)(?:[:\s]+(True|False|Unknown))?$/.exec(what) ?? [];
  if (type) return { message, hint: `For a condition write \`${type}=${status ?? 'True'}\`.` };
  const hint =
    'Write `created`, `configured`, `unchanged` or a condition such as `Programmed=True`; other fields go into a ' +
    '`yaml assert` block, what a command prints below the command.';
  return { message, hint };
}

/** Whether what is asked of a manifest is that an object of it is refused for a field of another manager. */
export function asksForConflict(args: unknown): boolean {
  return (args as { readonly result?: string }).result === 'conflict';
}
