import type { OutputArgs } from '../expectations/kinds/output.ts';
import type { Pattern } from '../expectations/pattern.ts';
import { kindByName } from '../expectations/registry.ts';
import type { Expectation } from '../model/runbook.ts';
import { shortDuration } from '../parse/duration.ts';

/**
 * An expectation in one form, line by line, however it is spelled: without its note, with the time that it has from its
 * block or page. None for an object, whose text is the block's own.
 */
export function expectationText(expectation: Expectation): readonly string[] {
  switch (expectation.kind) {
    case 'object':
      return [];
    case 'output':
    case 'json-output':
      return fence(expectation);
    default:
      return [directive(expectation)];
  }
}

function directive(expectation: Expectation): string {
  const { kind, negated } = expectation;
  const word = kindByName(kind)?.word;
  const words = [
    ...(negated ? ['not'] : []),
    ...(word === undefined ? [] : [word]),
    ...stream(expectation),
    ...times(expectation, ' '),
  ];
  return `${['# expect', ...words].join(' ')}: ${what(expectation)}`;
}

function fence(expectation: Expectation): readonly string[] {
  const { kind, args, text } = expectation;
  const { exact, verbatim, unordered } = args as Partial<OutputArgs>;
  const words = [
    kind === 'output' ? 'output' : 'json output',
    ...(exact ? ['exact'] : []),
    ...(verbatim ? ['verbatim'] : []),
    ...(unordered ? ['unordered'] : []),
    ...stream(expectation),
    ...times(expectation, '='),
  ];
  return [`\`\`\`${words.join(' ')}`, ...text.replace(/\n$/, '').split('\n'), '```'];
}

function stream({ stream: name, kind }: Expectation): readonly string[] {
  return name === 'both' || name === kindByName(kind)?.stream ? [] : [name];
}

function times({ withinMs, forMs }: Expectation, between: string): readonly string[] {
  return [
    ...(withinMs === undefined ? [] : [`within${between}${shortDuration(withinMs)}`]),
    ...(forMs === undefined ? [] : [`for${between}${shortDuration(forMs)}`]),
  ];
}

/** What is looked for, without a note; blanks are flexible where they don't count. */
function what({ kind, args, text }: Expectation): string {
  switch (kind) {
    case 'exact':
    case 'row':
    case 'text': {
      const pattern = args as Pattern;
      const flexible = pattern.text.replace(/\s+/g, ' ');
      return pattern.quoted ? JSON.stringify(flexible) : flexible;
    }
    case 'exit':
      return text.replace(/\s+[—←#](?:\s.*)?$/u, '');
    case 'regex':
      return text;
    default:
      return kindByName(kind)?.describe(args) ?? text;
  }
}
