import type { CommandName } from '../engine/model/control.ts';

/** What a run is at, for the keys that make sense then. */
export type Situation = 'running' | 'paused' | 'kept' | 'failed' | 'manual' | 'confirm' | 'stopping' | 'over';

export type Action =
  | 'next'
  | 'next-command'
  | 'to-here'
  | 'again'
  | 'back-to'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'skip'
  | 'skip-step'
  | 'done'
  | 'failed'
  | 'confirm'
  | 'open'
  | 'edit'
  | 'shell'
  | 'output'
  | 'copy'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'top'
  | 'bottom'
  | 'back'
  | 'folds'
  | 'search'
  | 'help'
  | 'quit';

export type Key = {
  readonly action: Action;
  /** As the terminal gives them: a character, or a name such as `enter`. */
  readonly keys: readonly string[];
  /** As people write them. */
  readonly shown: string;
  /** What it does, in a few words for the footer. */
  readonly short: string;
  /** What it does, for the help and the guide. */
  readonly long: string;
  readonly group: 'The run' | 'After a failure' | 'A step done by hand' | 'Looking' | 'Tools';
  /** The command of the run that it sends; only taken when the run takes that. */
  readonly command?: CommandName;
  /** Where the footer names it. */
  readonly footer: readonly Situation[];
};

const always: readonly Situation[] = [
  'running',
  'paused',
  'kept',
  'failed',
  'manual',
  'confirm',
  'stopping',
  'over',
];

/** Every key of the terminal UI, in the order in which the footer and the help name them. */
export const keys: readonly Key[] = [
  {
    action: 'next',
    keys: ['enter'],
    shown: 'enter',
    short: 'next step',
    long: 'Run the step, which stays with its output; once more turns to the next one. While a step runs: pause before the one after it.',
    group: 'The run',
    command: 'next',
    footer: ['paused', 'kept'],
  },
  {
    action: 'next-command',
    keys: ['n'],
    shown: 'n',
    short: 'one command',
    long: 'Run one command, then pause again.',
    group: 'The run',
    command: 'next',
    footer: ['paused'],
  },
  {
    action: 'pause',
    keys: ['space'],
    shown: 'space',
    short: 'pause',
    long: 'Pause before the next command; once more to go on.',
    group: 'The run',
    footer: ['running'],
  },
  {
    action: 'resume',
    keys: ['a'],
    shown: 'a',
    short: 'run all',
    long: 'Run everything that is left without pausing.',
    group: 'The run',
    command: 'resume',
    footer: ['paused', 'kept'],
  },
  {
    action: 'to-here',
    keys: ['t'],
    shown: 't',
    short: 'to here',
    long: 'Run everything up to the step that you look at (`↑`, `↓`, `/`), and pause before it.',
    group: 'The run',
    command: 'next',
    footer: [],
  },
  {
    action: 'again',
    keys: ['R'],
    shown: 'R',
    short: 'run again',
    long: 'Run the step that you look at once more, and come back. Variables, files and objects stay as they are; its jobs are ended.',
    group: 'The run',
    command: 'back',
    footer: ['kept'],
  },
  {
    action: 'back-to',
    keys: ['B'],
    shown: 'B',
    short: 'back to here',
    long: 'Go back to the step that you look at: it and all behind it run again, on what is there by then.',
    group: 'The run',
    command: 'back',
    footer: [],
  },
  {
    action: 'retry',
    keys: ['r'],
    shown: 'r',
    short: 'retry',
    long: 'Run what failed again.',
    group: 'After a failure',
    command: 'retry',
    footer: ['failed'],
  },
  {
    action: 'done',
    keys: ['d'],
    shown: 'd',
    short: 'done',
    long: 'Say that you did what the step asks for.',
    group: 'A step done by hand',
    command: 'done',
    footer: ['manual'],
  },
  {
    action: 'failed',
    keys: ['f'],
    shown: 'f',
    short: 'it failed',
    long: 'Say that it did not work.',
    group: 'A step done by hand',
    command: 'failed',
    footer: ['manual'],
  },
  {
    action: 'confirm',
    keys: ['y'],
    shown: 'y',
    short: 'yes, run it',
    long: 'Agree to a block that asks before it runs.',
    group: 'A step done by hand',
    command: 'confirm',
    footer: ['confirm'],
  },
  {
    action: 'open',
    keys: ['b'],
    shown: 'b',
    short: 'browser',
    long: 'Open the address of the step in a browser.',
    group: 'A step done by hand',
    footer: ['manual'],
  },
  {
    action: 'skip',
    keys: ['s'],
    shown: 's',
    short: 'skip',
    long: 'Leave out what the run stands before, and go on; what failed stays failed.',
    group: 'The run',
    command: 'skip',
    footer: ['paused', 'failed', 'manual', 'confirm'],
  },
  {
    action: 'skip-step',
    keys: ['S'],
    shown: 'S',
    short: 'skip step',
    long: 'Leave out the rest of the step.',
    group: 'The run',
    command: 'skip',
    footer: [],
  },
  {
    action: 'edit',
    keys: ['e'],
    shown: 'e',
    short: 'edit',
    long: 'Open the runbook in `$VISUAL` or `$EDITOR` at this command, then go on with the new text at the same step.',
    group: 'After a failure',
    footer: ['paused', 'failed'],
  },
  {
    action: 'shell',
    keys: ['!'],
    shown: '!',
    short: 'shell',
    long: "Open a shell with the session's variables, functions, folder and kubeconfig; `exit` comes back.",
    group: 'After a failure',
    footer: ['failed'],
  },
  {
    action: 'back',
    keys: ['esc'],
    shown: 'esc',
    short: 'back',
    long: 'Follow the run again.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'up',
    keys: ['up', 'k'],
    shown: '↑',
    short: 'steps',
    long: 'Look at the step before, while the run goes on.',
    group: 'Looking',
    footer: ['running', 'kept', 'over'],
  },
  {
    action: 'down',
    keys: ['down', 'j'],
    shown: '↓',
    short: '',
    long: 'Look at the step after.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'left',
    keys: ['left'],
    shown: '←',
    short: '',
    long: 'Turn to the command before, for its output or to copy it.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'right',
    keys: ['right'],
    shown: '→',
    short: '',
    long: 'Turn to the command after.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'page-up',
    keys: ['pageup', '['],
    shown: 'PgUp',
    short: '',
    long: 'Scroll the step up, its whole output too; `[` does the same.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'page-down',
    keys: ['pagedown', ']'],
    shown: 'PgDn',
    short: '',
    long: 'Scroll the step down; `]` does the same.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'top',
    keys: ['g', 'home'],
    shown: 'g',
    short: '',
    long: 'Go to the beginning of the step.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'bottom',
    keys: ['G', 'end'],
    shown: 'G',
    short: '',
    long: 'Go to its end.',
    group: 'Looking',
    footer: [],
  },
  {
    action: 'folds',
    keys: ['i'],
    shown: 'i',
    short: 'about',
    long: 'Open and close what is folded away: what a step does and why.',
    group: 'Looking',
    footer: ['paused'],
  },
  {
    action: 'output',
    keys: ['o'],
    shown: 'o',
    short: 'output',
    long: 'Show the whole output of the command in `$PAGER`, or in `less`.',
    group: 'Tools',
    footer: ['running', 'failed', 'kept', 'over'],
  },
  {
    action: 'copy',
    keys: ['c'],
    shown: 'c',
    short: 'copy',
    long: 'Copy the command to the clipboard, through ssh and tmux too, as far as the terminal allows it (OSC 52).',
    group: 'Tools',
    footer: ['paused'],
  },
  {
    action: 'search',
    keys: ['/'],
    shown: '/',
    short: 'search',
    long: 'Search the steps, the commands and their output.',
    group: 'Looking',
    footer: ['running'],
  },
  {
    action: 'help',
    keys: ['?'],
    shown: '?',
    short: 'help',
    long: 'Show all keys.',
    group: 'Tools',
    footer: always,
  },
  {
    action: 'quit',
    keys: ['q'],
    shown: 'q',
    short: 'quit',
    long: 'Stop what runs, clean up and leave: asks first, and once more stops at once. `Ctrl-C` does the same without asking.',
    group: 'The run',
    footer: always,
  },
];
