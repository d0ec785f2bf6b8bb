import {
  anything,
  constant,
  count,
  either,
  flag,
  type JsonSchema,
  list,
  map,
  number,
  object,
  oneOf,
  ref,
  text,
} from './json-schema.ts';

const span = ref('span');

const action = either(
  object({ kind: constant('shell'), script: text, background: flag, waits: list(ref('wait')) }),
  object({ kind: constant('apply'), manifest: text, cluster: text, delete: flag }, { namespace: text }),
  object({ kind: constant('assert'), manifest: text, cluster: text, absent: flag }, { namespace: text }),
  object({ kind: constant('file'), path: text, content: text }),
);

const blockOptions = object(
  { cleanup: flag, manual: flag, tty: flag },
  {
    name: text,
    skip: text,
    timeoutMs: number,
    withinMs: number,
    dir: text,
    varies: flag,
    confirm: text,
    when: text,
    input: text,
  },
);

const frontMatter = object(
  {
    requires: list(text),
    clusters: map(text),
    env: map(either(text, map(text))),
    inputs: list(
      object(
        { name: text, secret: flag, required: flag },
        { prompt: text, default: text, choices: list(text), pattern: text },
      ),
    ),
    tools: map(text),
    needs: list(text),
    secrets: list(text),
    spans: map(span),
  },
  { description: text, ready: text, timeoutMs: number, withinMs: number },
);

const closest = object({ line: text, from: count, to: count, expected: text }, { number: count, of: count });

const applied = object(
  {
    resource: text,
    name: text,
    result: oneOf('created', 'configured', 'unchanged', 'deleted', 'conflict', 'failed'),
    conditions: map(object({ status: text }, { reason: text, message: text })),
  },
  { namespace: text, message: text },
);

const failedCommand = object({ status: count, command: text, line: count }, { part: text, within: text });

/** What events are made of, by name. Written as the types of `model/` are, which say what each field means. */
export const eventParts: Readonly<Record<string, JsonSchema>> = {
  point: object({ line: count, column: count, offset: count }),
  span: object({ file: text, start: ref('point'), end: ref('point') }),
  diagnostic: object(
    { code: text, severity: oneOf('error', 'warning', 'note'), message: text },
    { span, hint: text, diff: text },
  ),
  runbook: object(
    {
      source: object({ file: text, path: text, text }),
      title: text,
      meta: frontMatter,
      steps: list(object({ id: text, title: text, depth: count, span, blocks: list(ref('block')) })),
      notRun: list(
        object(
          { span, language: text, name: text, why: oneOf('language', 'spelling', 'container', 'html') },
          { skip: text },
        ),
      ),
    },
    { shown: list(object({ text, block: text, span }, { pattern: text })) },
  ),
  block: object(
    {
      id: text,
      kind: oneOf('shell', 'manifest', 'assert', 'file'),
      options: blockOptions,
      span,
      segments: list(
        object(
          {
            statements: list(object({ id: text, action, span }, { destroys: text })),
            expectations: list(ref('expectation')),
          },
          { ways: list(object({ expectation: ref('expectation') }, { to: text })) },
        ),
      ),
    },
    {
      examples: list(span),
      from: text,
      program: text,
      variants: list(ref('variant')),
      contained: constant(true),
      included: constant(true),
    },
  ),
  variant: object({ name: text, label: text, values: list(text) }, { among: list(text), usual: text }),
  wait: object({
    for: either(
      object({ kind: constant('port'), port: either(count, text) }),
      object({ kind: constant('http'), url: text }),
      object({ kind: constant('log'), text }),
    ),
    withinMs: number,
    span,
  }),
  expectation: object(
    {
      kind: text,
      args: anything,
      negated: flag,
      stream: oneOf('both', 'stdout', 'stderr'),
      text,
      source: text,
      span,
    },
    { withinMs: number, forMs: number },
  ),
  verdict: object({
    expectation: ref('expectation'),
    judgement: either(
      object({ met: constant(true) }, { by: object({ statement: text, line: count }, { later: count }) }),
      object(
        { met: constant(false), expected: text, actual: text },
        { at: count, closest, hint: text, errored: constant(true) },
      ),
    ),
  }),
  stream: object({ text, bytes: count, truncated: flag }),
  output: object(
    {
      stdout: ref('stream'),
      stderr: ref('stream'),
      exitCode: either(count, { type: 'null' }),
      pipeStatus: list(count),
      durationMs: number,
      ended: oneOf('normally', 'timeout', 'interrupt', 'shell-exit', 'shell-lost'),
    },
    { readiness: object({ ready: flag, reason: text }), applied: list(applied), failed: list(failedCommand) },
  ),
  outcome: oneOf('passed', 'failed', 'errored', 'skipped', 'cancelled'),
  failure: object(
    {
      kind: oneOf('expectations', 'exit', 'timeout', 'interrupt', 'session', 'background', 'unset', 'manual'),
    },
    { message: text, hint: text },
  ),
  totals: object({
    statements: object({ passed: count, failed: count, errored: count, skipped: count, cancelled: count }),
    expectations: object({ met: count, unmet: count }),
    unchecked: count,
    retried: count,
  }),
  gaps: object({ skipped: count, manual: count, shown: count, unchecked: count }),
  target: object(
    {
      name: text,
      simulated: flag,
      summary: text,
      clusters: list(object({ variable: text, context: text, version: text }, { ownNames: list(text) })),
      tools: map(text),
    },
    { described: list(text) },
  ),
  command: oneOf(
    'next',
    'pause',
    'resume',
    'retry',
    'skip',
    'back',
    'reload',
    'done',
    'failed',
    'confirm',
    'quit',
  ),
  pause: object(
    {
      why: oneOf('step', 'asked', 'failure', 'manual', 'confirm', 'reloaded'),
      step: text,
      block: text,
      statement: text,
      again: list(text),
      accepts: list(ref('command')),
    },
    { question: text },
  ),
  look: object({ title: text, lines: list(text), command: text }),
  leftObject: object(
    { context: text, resource: text, name: text },
    { namespace: text, holds: count, runbook: text, kept: list(text) },
  ),
  opaqueImage: object({
    context: text,
    image: text,
    containers: count,
    granted: list(text),
    asked: list(text),
  }),
  unseenCluster: object({ context: text, why: text }),
};
