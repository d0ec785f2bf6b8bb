import type { Input } from './input.ts';
import type { Json } from './json.ts';
import type { Source, Span } from './source.ts';

/** One Markdown file, parsed. Plain JSON: the same value is planned, run, reported and rendered. */
export type Runbook = {
  readonly source: Source;
  readonly title: string;
  readonly meta: FrontMatter;
  readonly steps: readonly Step[];
  /** Commands on the page that nothing runs, in order: a green run says nothing of them. */
  readonly notRun: readonly NotRun[];
  /** Values in the prose that are bound to what a block prints. */
  readonly shown?: readonly ShownValue[];
};

/** Code in the prose that the output of a block must show. */
export type ShownValue = {
  readonly text: string;
  /** The block's id. */
  readonly block: string;
  /** Which part of the output it is, in the language of expectations; the text itself, where there is none. */
  readonly pattern?: string;
  readonly span: Span;
};

/**
 * A code block that readers take for commands and that is only shown. `language` is as written: `zsh`, `{.bash}`; `name`
 * is what it means, in small letters.
 */
export type NotRun = {
  readonly span: Span;
  readonly language: string;
  readonly name: string;
  /**
   * `language`: another shell, a transcript, a script in another language. `spelling`: one of ours, but not as `bash`,
   * `sh`, `shell` or `yaml apply`. `container`: a fence of ours in a tab, an admonition or a tag, where it is indented so
   * far that Markdown reads no fence. `html`: one right below a tag, which Markdown reads as HTML.
   */
  readonly why: 'language' | 'spelling' | 'container' | 'html';
  /** `skip` stands in its info string: the author knows. The reason, or an empty text. */
  readonly skip?: string;
};

/** The YAML head of a runbook. Every key is optional in the file; lists and maps are empty when absent. */
export type FrontMatter = {
  readonly description?: string;
  /** Runbooks that must have run before, by their path from this one's folder: `lab0` is `lab0.md` beside it. */
  readonly requires: readonly string[];
  /** A shell command that exits 0 when this runbook's result is already there. */
  readonly ready?: string;
  /** Variable name to default context, in the order written; the first is where `needs` are looked up. */
  readonly clusters: Readonly<Record<string, string>>;
  /** Values the session starts with: one for every target, or one per target name. */
  readonly env: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Values that whoever runs the page is asked for, in the order written. */
  readonly inputs: readonly Input[];
  /** Tool name to version range (`>=1.28`, `*`). */
  readonly tools: Readonly<Record<string, string>>;
  /** Objects that must exist, as `resource/name`. */
  readonly needs: readonly string[];
  /** Names of variables whose values are masked everywhere. */
  readonly secrets: readonly string[];
  /** Images that may run in the sandbox without being simulated, `*` for any characters; any, where it is left out. */
  readonly opaque?: readonly string[];
  /** Limit of a statement. */
  readonly timeoutMs?: number;
  /** Default `within` of expectations. */
  readonly withinMs?: number;
  /** Where each key of the front matter stands, for diagnostics found later than parse. */
  readonly spans: Readonly<Record<string, Span>>;
};

/** A heading's section with at least one block: the unit people see, select and resume at. */
export type Step = {
  /** Slug of the heading, unique in the runbook. */
  readonly id: string;
  readonly title: string;
  readonly depth: number;
  readonly span: Span;
  readonly blocks: readonly Block[];
};

/** One fenced code block that runs. Inert fences are prose to the engine. */
export type Block = {
  /** `name=` of the fence, else the step's id with a number when it has several. */
  readonly id: string;
  readonly kind: 'shell' | 'manifest' | 'assert' | 'file';
  readonly options: BlockOptions;
  readonly span: Span;
  readonly segments: readonly Segment[];
  /** `output` fences below it that are only shown: examples, and all of those below a block that nothing runs. */
  readonly examples?: readonly Span[];
  /** Its text is that of this file, named as the fence does; what is in it has the place of the fence. */
  readonly from?: string;
  /** It stands in the page `from`, which this one includes, and has the place of the line that does. */
  readonly included?: true;
  /** The interpreter that its lines are handed to, `python3`: they are no commands of the shell. */
  readonly program?: string;
  /** What it is one of several ways for, from the outermost tab in; it runs where all of them are chosen. */
  readonly variants?: readonly Variant[];
  /** Its fence stands in a container of another tool, where Markdown reads none. */
  readonly contained?: true;
};

/**
 * One of several ways, of which a run takes one: a tab, or what a fence says with `os=` or `when=`. `name` is what is
 * chosen (`os`, the name that groups of tabs share, else `tab`) and `values` what it may be chosen by, in small letters.
 */
export type Variant = {
  readonly name: string;
  /** As readers see it. */
  readonly label: string;
  readonly values: readonly string[];
  /** Of a tab: the values of all tabs of its group, and of the one that is shown first. */
  readonly among?: readonly string[];
  readonly usual?: string;
};

export type BlockOptions = {
  readonly name?: string;
  /** The reason, or an empty string when none was given. */
  readonly skip?: string;
  readonly cleanup: boolean;
  readonly manual: boolean;
  readonly tty: boolean;
  /** What is typed at the terminal of a `tty` block, as it is written; without it a person does that. */
  readonly input?: string;
  /** What a person is asked before the block runs; without a yes it is left out. */
  readonly confirm?: string;
  /** A command that must succeed for the block to run; with exit code 1 the block is left out. */
  readonly when?: string;
  /** What it prints may be anything: records keep one, and compare none. */
  readonly varies?: true;
  readonly timeoutMs?: number;
  readonly withinMs?: number;
  /** Working directory of the block, relative to the runbook's folder. */
  readonly dir?: string;
};

/**
 * Statements since the previous group of expectations, and the group that judges them together:
 * every expectation sees the output of all the segment's statements.
 */
export type Segment = {
  readonly statements: readonly Statement[];
  readonly expectations: readonly Expectation[];
  /** Where the run goes on behind it, by what it printed: the first that is met is taken. */
  readonly ways?: readonly Way[];
};

/** `# done when: TEXT`: the page ends here, and well. `# go to STEP when: TEXT`: the run goes on at a later step. */
export type Way = {
  readonly to?: string;
  /** What the output must show for it. */
  readonly expectation: Expectation;
};

/** One top-level shell command or one manifest: the unit that is run and judged. */
export type Statement = {
  /** Unique in the runbook, stable while the blocks before it in its step stay: `verify-ingress/1.2`. */
  readonly id: string;
  readonly action: Action;
  /** The command in it that destroys something, by the table of such: `kubectl delete`. */
  readonly destroys?: string;
  readonly span: Span;
};

type Action = ShellAction | ApplyAction | AssertAction | FileAction;

export type ShellAction = {
  readonly kind: 'shell';
  /** Source text as it will be evaluated, `\n` line ends. */
  readonly script: string;
  /** Ends in `&`: the session goes on as soon as it is ready. */
  readonly background: boolean;
  /** What makes a background statement ready; empty means the built-in rule for its command. */
  readonly waits: readonly Wait[];
};

/** Apply the documents of a manifest with server-side apply. `${NAME}` in `cluster` and `namespace` is a session variable. */
export type ApplyAction = {
  readonly kind: 'apply';
  readonly manifest: string;
  readonly cluster: string;
  readonly namespace?: string;
  /** Delete the objects again at the end of the run. */
  readonly delete: boolean;
  /** Fields of other managers are conflicts; without it they are taken over. */
  readonly force?: false;
};

/**
 * Read the objects that the block's expectations ask for, and change nothing. `manifest` is the block's text, what
 * is asked stands in the `args` of its expectations; `absent`: none of them may be there.
 */
export type AssertAction = {
  readonly kind: 'assert';
  readonly manifest: string;
  readonly cluster: string;
  readonly namespace?: string;
  readonly absent: boolean;
};

/** Write a file where the shell works. `path` is relative and leads into that folder; `content` ends in a line end. */
export type FileAction = { readonly kind: 'file'; readonly path: string; readonly content: string };

/** `# wait[ within 20s]: port 8080 | http URL | log TEXT`; with variables, `${NAME}`, the port is text. */
export type Wait = {
  readonly for:
    | { readonly kind: 'port'; readonly port: number | string }
    | { readonly kind: 'http'; readonly url: string }
    | { readonly kind: 'log'; readonly text: string };
  readonly withinMs: number;
  readonly span: Span;
};

/**
 * What the output must show. `args` is the kind's own parsed form; `text` is what stands after the colon. Of a fence
 * below the block `text` is the body, and `source` and `span` are those of the whole fence.
 */
export type Expectation<A extends Json = Json> = {
  readonly kind: string;
  readonly args: A;
  readonly negated: boolean;
  readonly stream: 'both' | 'stdout' | 'stderr';
  readonly withinMs?: number;
  /** How long it must keep being met, from when it first is. */
  readonly forMs?: number;
  readonly text: string;
  /** The directive as written, without indentation. */
  readonly source: string;
  readonly span: Span;
};

/**
 * One document of an assert block: `object` is the part of an object that must be there. Several may be meant when it
 * has no `name`, or one with `...`. `name`, `namespace` and texts of `object` may hold `${NAME}` of the session.
 */
export type ObjectArgs = {
  /** Its place among the block's documents, from 1. */
  readonly document: number;
  /** For people: `Gateway bookinfo/agw-waypoint`, `Pod in bookinfo`. */
  readonly called: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  /** Its own, else the one of the fence. */
  readonly namespace?: string;
  readonly object: { readonly [key: string]: Json };
  /** Items of lists may stand in any order. */
  readonly unordered?: true;
};
