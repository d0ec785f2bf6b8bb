import { nearest } from '../diagnostics/nearest.ts';
import type { AppliedArgs } from '../expectations/applied-finding.ts';
import { applied } from '../expectations/kinds/applied.ts';
import type { Expectation } from '../model/runbook.ts';
import type { ClusterFence } from './cluster-fence.ts';
import { parseDirective } from './directive.ts';
import { readWords } from './directive-words.ts';
import type { PendingLine } from './group.ts';
import { lookalikeProblem } from './problem.ts';
import { recognise } from './recognise.ts';
import { type YamlComment, yamlComments } from './yaml-comments.ts';

/**
 * How long a condition may take when nothing else is said: controllers need time, and looking again changes nothing.
 * What became of an object stays as it is, so that it waits only when asked to: for an object that was refused.
 */
const conditionWithinMs = 30_000;

/** The expectations of a manifest, and the lines that they were made of. */
type ManifestExpectations = {
  readonly expectations: readonly Expectation[];
  readonly directives: readonly PendingLine[];
};

/**
 * Reads the `# expect` lines at the end of a manifest; further up they belong to the YAML and are reported.
 * `objects` are those of the manifest, as `deployment.apps/web`.
 */
export function readManifestExpectations(
  fence: ClusterFence,
  objects: readonly string[],
): ManifestExpectations {
  const directives = yamlComments(fence.block).flatMap((comment) => {
    const { kind } = recognise(comment.text);
    if (kind === 'prose' || kind === 'arrow') return [];
    if (!comment.trailing) reportInside(fence, comment);
    else if (kind === 'expect') return readOne(fence, comment, objects) ?? [];
    else reportOther(fence, comment);
    return [];
  });
  return { expectations: directives.map((line) => expectationOf(line, fence)), directives };
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
): PendingLine | undefined {
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
  return { directive: result.directive, span, at };
}

function expectationOf({ directive, span }: PendingLine, fence: ClusterFence): Expectation {
  const { kindRule: _, ...expectation } = directive;
  const isCondition = 'condition' in (directive.args as AppliedArgs);
  const withinMs = directive.withinMs ?? (isCondition ? (fence.withinMs ?? conditionWithinMs) : undefined);
  return { ...expectation, span, ...(withinMs === undefined ? {} : { withinMs }) };
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
