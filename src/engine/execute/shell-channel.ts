import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { writeNow } from './write-now.ts';

/** A line of `jobs -l`: `%number` and the process id of the job's first member, which is its group's too. */
export type ListedJob = { readonly number: number; readonly pid: number };

/**
 * What the driver says, with the number of the request it answers. `exiting` means that the shell keeps its state,
 * starts again and then says `ready`; its number is that of the request it was at, or the last one if at none.
 */
export type Answer = { readonly id: number } & (
  | { readonly kind: 'done'; readonly exitCode: number; readonly pipeStatus: readonly number[] }
  | { readonly kind: 'exiting' | 'hidden' | 'status'; readonly exitCode: number }
  | { readonly kind: 'jobs'; readonly jobs: readonly ListedJob[] }
);

/** A command failed, in the shell or in a process of its own. `id` is the request that started that; 0 if it can't be told. */
export type ToldFailure = {
  readonly kind: 'failed';
  readonly id: number;
  readonly status: number;
  /** How many subshells deep. */
  readonly depth: number;
  readonly line: number;
  readonly pipeStatus: readonly number[];
  /** The function that it stands in; empty in none. */
  readonly function: string;
  /** The file that it was read from, as bash names it. */
  readonly file: string;
  /** As bash prints it. */
  readonly command: string;
};

type Ready = { readonly kind: 'ready'; readonly pid: number; readonly version: string };

/** What comes from the driver. */
export type Message = Answer | Ready | ToldFailure;

/** The two pipes between us and the driver: requests to it, answers from it, both as lines. */
export class ShellChannel {
  readonly #requests: number;
  readonly #answers: Socket;
  #text = '';
  /** The line that ends a list of jobs, while one is being read: a job's command may hold any other line. */
  #list: { readonly id: number; readonly end: string } | undefined;
  #jobs: ListedJob[] = [];

  constructor(requests: string, answers: string, onAnswer: (answer: Message) => void) {
    // Opened for both directions: opening never waits for bash, and bash starting again isn't the end of the pipe.
    this.#requests = openSync(requests, constants.O_RDWR | constants.O_NONBLOCK);
    const fd = openSync(answers, constants.O_RDWR | constants.O_NONBLOCK);
    this.#answers = new Socket({ fd, readable: true, writable: false });
    this.#answers.setEncoding('utf8');
    this.#answers.on('error', () => this.#answers.destroy());
    this.#answers.on('data', (text: string) => this.#read(text, onAnswer));
  }

  /** Writes a request; a pipe that is full is waited for. */
  async send(request: string): Promise<void> {
    let rest = Buffer.from(request);
    while (rest.length > 0) {
      const written = writeNow(this.#requests, rest);
      rest = rest.subarray(written);
      if (rest.length > 0) await delay(1);
    }
  }

  /** The next lines are jobs, up to the answer to this request. */
  expectJobs(id: number): void {
    this.#list = { id, end: `J ${id}` };
    this.#jobs = [];
  }

  close(): void {
    this.#answers.destroy();
    closeSync(this.#requests);
  }

  #read(text: string, onAnswer: (answer: Message) => void): void {
    const lines = (this.#text + text).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const answer = this.#list === undefined ? parseAnswer(line) : this.#readJob(line, this.#list);
      if (answer !== undefined) onAnswer(answer);
    }
  }

  #readJob(line: string, { id, end }: { readonly id: number; readonly end: string }): Answer | undefined {
    if (line === end) {
      this.#list = undefined;
      return { kind: 'jobs', id, jobs: this.#jobs };
    }
    const [, number, pid] = /^\[(\d+)\][-+ ]? +(\d+) /.exec(line) ?? [];
    if (pid !== undefined) this.#jobs.push({ number: Number(number), pid: Number(pid) });
    return undefined;
  }
}

function parseAnswer(line: string): Message | undefined {
  const [word, number, ...rest] = line.split(' ');
  const id = Number(number);
  const exitCode = Number(rest[0]);
  switch (word) {
    case 'R':
      return { kind: 'ready', pid: id, version: rest.join(' ') };
    case 'D':
      return { kind: 'done', id, exitCode, pipeStatus: rest.slice(1).map(Number) };
    case 'E':
      return { kind: 'exiting', id, exitCode };
    case 'V':
      return { kind: 'hidden', id, exitCode };
    case 'W':
      return { kind: 'status', id, exitCode };
    case 'F':
      return parseFailure(line);
    default:
      return undefined;
  }
}

/** `F id status depth line pipestatus…`, and behind separators the function, the file and the command. */
function parseFailure(line: string): ToldFailure {
  const [head = '', name = '', file = '', ...command] = line.split('\u001f');
  const [id = 0, status = 0, depth = 0, at = 0, ...pipeStatus] = head.split(' ').slice(1).map(Number);
  return {
    kind: 'failed',
    id,
    status,
    depth,
    line: at,
    pipeStatus: pipeStatus.filter((each) => !Number.isNaN(each)),
    function: name,
    file,
    command: command.join('\u001f'),
  };
}
