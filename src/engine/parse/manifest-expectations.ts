import { nearest } from '../diagnostics/nearest.ts';
import type { AppliedArgs } from '../expectations/applied-finding.ts';
import { applied } from '../expectations/kinds/applied.ts';
import type { Expectation } from '../model/runbook.ts';
import type { ClusterFence } from './cluster-fence.ts';
import { parseDirective } from './directive.ts';
import { directiveWarnings } from './directive-lint.ts';
import { readWords } from './directive-words.ts';
import { lookalikeProblem } from './problem.ts';
import { recognise } from './recognise.ts';
import { type YamlComment, yamlComments } from './yaml-comments.ts';

/**
 * How long a condition may take when nothing else is said: controllers need time, and looking again changes nothing.
 * What became of an object stays as it is, so that it waits only when asked to: for an object that was refused.
 */
const conditionWithinMs = 30_000;

/**
 * Reads the `# expect` lines at the end of a manifest; further up they belong to the YAML and are reported.
 * `objects` are those of the manifest, as `deployment.apps/web`.
 */
export function readManifestExpectations(
  fence: ClusterFence,
  objects: readonly string[],
): readonly Expectation[] {
  const expectations = yamlComments(fence.block).flatMap((comment) => {
    const { kind } = recognise(comment.text);
    if (kind === 'prose' || kind === 'arrow') return [];
    if (!comment.trailing) reportInside(fence, comment);
    else if (kind === 'expect') return readOne(fence, comment, objects) ?? [];
    else reportOther(fence, comment);
    return [];
  });
  reportConflicts(expectations, fence);
  return expectations;
}

function reportConflicts(expectations: readonly Expectation[], { report }: ClusterFence): void {
  for (const [index, each] of expectations.entries()) {
    const other = expectations.slice(0, index).find((earlier) => excludes(earlier, each));
    if (!other) continue;
    const message = `\`${each.source}\` and \`${other.source}\` cannot both be met.`;
    const code = 'parse/conflicting-expectations';
    report({ code, severity: 'error', span: each.span, message, hint: 'Keep one of them.' });
  }
}

/** An object has one result, and one status of each condition. */
function excludes(one: Expectation, other: Expectation): boolean {
  const [first, second] = [questionOf(one), questionOf(other)];
  if (first.asked !== second.asked) return false;
  if (one.negated !== other.negated) return first.answer === second.answer;
  return !one.negated && first.answer !== second.answer;
}

function questionOf({ args }: Expectation): { readonly asked: string; readonly answer: string } {
  const { object = '', ...rest } = args as AppliedArgs;
  if ('result' in rest) return { asked: `${object} result`, answer: rest.result };
  return { asked: `${object} ${rest.condition}`, answer: rest.status };
}

function reportInside({ report }: ClusterFence, { text, span, inside }: YamlComment): void {
  if (recognise(text).kind === 'lookalike') return;
  const severity = inside ? 'warning' : 'error';
  const code = inside ? 'parse/expectation-in-data' : 'parse/misplaced-expectation';
  const message = `\`${text}\` stands inside the manifest, where it is not judged.`;
  report({ code, severity, span, message, hint: 'Move it to the end of the block, without indentation.' });
}

function reportOther({ report }: ClusterFence, { text, span }: YamlComment): void {
  const recognised = recognise(text);
  if (recognised.kind === 'lookalike') {
    report({ severity: 'error', ...lookalikeProblem(text, recognised.fix, span) });
    return;
  }
  const message = `\`${text}\` is for background commands.`;
  const hint = 'Write for example `# expect within 60s: Programmed=True`.';
  report({ code: 'parse/misplaced-wait', severity: 'error', span, message, hint });
}

function readOne(
  fence: ClusterFence,
  comment: YamlComment,
  objects: readonly string[],
): Expectation | undefined {
  const { text, span, at } = comment;
  const foreign = foreignWords(text);
  if (foreign !== undefined) {
    reportForeign(fence, comment, foreign);
    return undefined;
  }
  const result = parseDirective(text, applied);
  const problem = 'problem' in result ? result.problem : objectProblem(result.directive, objects);
  if (problem) {
    const { from, to, ...rest } = problem;
    fence.report({ severity: 'error', ...rest, span: at(from, to) });
  }
  if ('problem' in result || problem) return undefined;
  for (const { from, to, ...warning } of directiveWarnings(result.directive)) {
    fence.report({ severity: 'warning', span: at(from, to), ...warning });
  }
  const { kindRule: _, ...directive } = result.directive;
  const isCondition = 'condition' in (directive.args as AppliedArgs);
  const withinMs = directive.withinMs ?? (isCondition ? (fence.withinMs ?? conditionWithinMs) : undefined);
  return { ...directive, span, ...(withinMs === undefined ? {} : { withinMs }) };
}

/** A word before the colon that says how to read what a command prints: a manifest prints nothing. */
function foreignWords(directive: string): string | undefined {
  const read = readWords(directive);
  if ('problem' in read) return undefined;
  return read.words.kind?.word ?? read.words.stream?.name;
}

function reportForeign({ report }: ClusterFence, { text, at }: YamlComment, word: string): void {
  const from = text.indexOf(word);
  const message = `\`${word}\` makes no sense for a manifest: it is judged by what the API server answers.`;
  const hint =
    word === 'exit'
      ? 'A manifest that is refused fails by itself; to show a refusal, run `kubectl apply` in a `bash` block.'
      : 'Write for example `# expect: created` or `# expect within 60s: Programmed=True`.';
  report({
    code: 'parse/misplaced-expectation',
    severity: 'error',
    span: at(from, from + word.length),
    message,
    hint,
  });
}

type Named = Pick<Expectation, 'args' | 'text' | 'source'>;

/** An object that is named must be one of the block's: a misspelt name would never be met. */
function objectProblem({ args, source }: Named, objects: readonly string[]) {
  const { object: asked = '' } = args as AppliedArgs;
  const known = objects.flatMap((name) => [name.replace(/^([^./]+)\.[^/]*/, '$1'), name]);
  if (asked === '' || known.includes(asked.toLowerCase())) return undefined;
  const near = nearest(asked, known);
  const from = source.lastIndexOf(asked);
  const all = objects.map((name) => `\`${name.replace(/^([^./]+)\.[^/]*/, '$1')}\``).join(', ');
  return {
    code: 'parse/no-such-object',
    message: `No object of this block is called \`${asked}\`.`,
    hint: near ? `Did you mean \`${near}\`?` : `It has ${all || 'none'}.`,
    from,
    to: from + asked.length,
  } as const;
}
