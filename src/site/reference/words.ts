/** A word before the colon that names no kind: a directive that has it, and what it does. */
type WordNote = { readonly directive: string; readonly meaning: string };

/** Every such word of the grammar. */
export const wordNotes: Readonly<Record<string, WordNote>> = {
  not: {
    directive: '# expect not: Error',
    meaning: 'the opposite: no line has it. The command must succeed all the same',
  },
  stdout: {
    directive: '# expect stdout: Ready',
    meaning: 'looks at standard output alone; else both streams count',
  },
  stderr: { directive: '# expect stderr: Forbidden', meaning: 'looks at standard error alone' },
  within: {
    directive: '# expect within 30s: Running',
    meaning: 'repeats the command right above until the check is met, at most for this time',
  },
  for: {
    directive: '# expect within 60s for 10s: HTTP 200',
    meaning: 'the check must stay met for this time, asked again and again',
  },
};

/** What makes a background command ready, and the line that says so. */
export const waitNotes: readonly WordNote[] = [
  { directive: '# wait: port 8080', meaning: 'something accepts connections to this port of the machine' },
  { directive: '# wait: http http://localhost:8080/', meaning: 'the address answers' },
  { directive: '# wait within 20s: log listening on', meaning: 'the log of the command has this text' },
];
