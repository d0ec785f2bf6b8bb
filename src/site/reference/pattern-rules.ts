import type { Example } from '../../engine/expectations/kind.ts';

type LineExample = Extract<Example, { readonly directive: string }>;

/** A rule of patterns, with examples that are run as tests. */
type PatternRule = { readonly rule: string; readonly examples: readonly LineExample[] };

const example = (directive: string, output: string, met: boolean): LineExample => ({
  directive,
  output,
  met,
});

/** How patterns are read, in all kinds that take one: text, `row`, `exact`, and the lines of `output` fences. */
export const patternRules: readonly PatternRule[] = [
  {
    rule:
      'A pattern begins and ends at the ends of words. A word takes in the points and hyphens that stand inside it, and ' +
      'a number also its sign, decimal point, groups of three digits, `%` and the other half of a fraction.',
    examples: [
      example('# expect: 1/1', 'web 1/1 Running\n', true),
      example('# expect: 1/1', 'web 11/1 Running\n', false),
      example('# expect: productpage', 'productpage-v1\n', false),
      example('# expect: reviews', 'app=reviews,version=v1\n', true),
      example('# expect: 9', '9.5\n', false),
      example('# expect: 5', '-5\n', false),
      example('# expect: v1.33', 'Kubernetes v1.33.\n', true),
    ],
  },
  {
    rule: 'Blanks match blanks, however many. Colours and blanks at the ends of lines are left out of the output.',
    examples: [
      example('# expect: web Running', 'web      Running\n', true),
      example('# expect: web Running', 'web\nRunning\n', false),
    ],
  },
  {
    rule: '`...` or `…` stands for anything within the line, also for nothing.',
    examples: [
      example('# expect: web-... Running', 'web-7d9f 1/1 Running\n', true),
      example('# expect: web-... Running', 'db-0 1/1 Running\n', false),
    ],
  },
  {
    rule: 'In an address of four numbers `x` stands for any of them, 0 to 255.',
    examples: [
      example('# expect: via 10.96.x.x', 'via 10.96.74.131\n', true),
      example('# expect: via 10.96.x.x', 'via 10.244.0.7\n', false),
      example('# expect: 10.x.x.x', '10.1.2.300\n', false),
    ],
  },
  {
    rule:
      '`HTTP` and a status stand for the status line of any version; `2xx` is a class of them. Where status lines are ' +
      'printed, only these count.',
    examples: [
      example('# expect: HTTP 2xx', 'HTTP/1.1 204 No Content\n', true),
      example('# expect: HTTP 200', 'HTTP/2 503\n', false),
      example('# expect: HTTP 200', 'ingress: HTTP 200\n', true),
      example('# expect: HTTP 200', 'HTTP/1.1 503 Service Unavailable\n\nit was HTTP 200\n', false),
    ],
  },
  {
    rule: '`${NAME}` is the value of that variable in the session.',
    examples: [
      {
        directive: '# expect: version ${VERSION}',
        output: 'version 1.2\n',
        variables: { VERSION: '1.2' },
        met: true,
      },
      {
        directive: '# expect: version ${VERSION}',
        output: 'version 1.3\n',
        variables: { VERSION: '1.2' },
        met: false,
      },
    ],
  },
  {
    rule: 'A note for readers begins at a dash, an arrow or a `#` between blanks, and is not matched.',
    examples: [
      example('# expect: no output — reviews-v1 has no stars', '', true),
      example('# expect: 3/3 ← all three are ready', '3/3\n', true),
    ],
  },
  {
    rule: 'Double quotes around the whole pattern take it literally.',
    examples: [
      example('# expect: "no output"', 'there was no output\n', true),
      example('# expect: "10.x.x.x"', '10.1.2.3\n', false),
    ],
  },
];
