import type { Rule } from './rule.ts';

type Conflict = {
  readonly options: readonly [string, string];
  /** With this one they go together. */
  readonly unless?: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
};

const conflicts: readonly Conflict[] = [
  {
    options: ['cleanup', 'manual'],
    severity: 'error',
    message: '`cleanup` runs in any case, and `manual` waits for a person who may not be there.',
    hint: 'Keep one of them.',
  },
  {
    options: ['cleanup', 'confirm'],
    severity: 'error',
    message: '`cleanup` runs in any case, and `confirm` asks a person who may not be there.',
    hint: 'Keep one of them.',
  },
  {
    options: ['cleanup', 'tty'],
    unless: 'input',
    severity: 'error',
    message:
      '`cleanup` runs in any case, and at the terminal of `tty` a person is needed who may not be there.',
    hint: 'Keep one of them, or say what is typed: `input="…"`, which may be empty.',
  },
  {
    options: ['manual', 'input'],
    severity: 'error',
    message: '`manual` leaves the block to a person, and `input` types in their place.',
    hint: 'Keep one of them.',
  },
  {
    options: ['manual', 'confirm'],
    severity: 'warning',
    message: '`manual` leaves the block to a person, who decides anyway.',
    hint: 'Keep one of them.',
  },
  {
    options: ['skip', 'cleanup'],
    severity: 'warning',
    message: 'With `skip` this cleanup never runs: what it would remove stays behind.',
    hint: 'Remove `skip` or `cleanup`.',
  },
  {
    options: ['skip', 'manual'],
    severity: 'warning',
    message: '`skip` leaves the block to nobody, `manual` to a person.',
    hint: 'Keep one of them.',
  },
  {
    options: ['cleanup', 'delete'],
    severity: 'error',
    message: '`cleanup` applies the manifest at the end, where `delete` takes it away again.',
    hint: 'Keep `delete` to have it for the time of the run.',
  },
  {
    options: ['apply', 'file'],
    severity: 'error',
    message: '`apply` applies the block, and `file` writes it into a file.',
    hint: 'Keep `file`, and run `kubectl apply -f` in a `bash` block.',
  },
  {
    options: ['assert', 'file'],
    severity: 'error',
    message: '`assert` asks for what is in the block, and `file` writes it into a file.',
    hint: 'Keep one of them.',
  },
];

/** Finds pairs of options that make no sense together, at the later one. */
export const conflictingOptions: Rule = {
  code: 'parse/conflicting-options',
  severity: 'error',
  check({ fences }, report) {
    for (const { fence, options } of fences) {
      for (const { options: pair, unless, ...wording } of conflicts) {
        const [one, other] = [options.get(pair[0]), options.get(pair[1])];
        if (!one || !other || (unless !== undefined && options.has(unless))) continue;
        if (pair[1] === 'file' && fence.block.text.trim() === '') continue;
        const span = one.span.start.offset > other.span.start.offset ? one.span : other.span;
        report({ ...wording, span });
      }
    }
  },
};
