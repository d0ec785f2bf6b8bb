import type { Diagnostic } from '../model/diagnostic.ts';
import type { ReporterFactory } from '../model/reporter.ts';
import type { TargetFacts } from '../model/target.ts';
import { gapsOf } from '../run/gaps.ts';
import { reduce } from '../run/reduce.ts';
import { initialState, type RunbookState, type RunState } from '../run/state.ts';
import { type Case, type StepReport, stepReports } from './cases.ts';
import { caseElement, problemCase, skippedCase } from './junit-case.ts';
import { nameOfLeft } from './left-text.ts';
import { opaqueNames } from './opaque-text.ts';
import { type XmlElement, xmlDocument } from './xml.ts';

/**
 * One JUnit file of a run, as Jenkins, GitLab and others read it: a runbook is a suite, a group of expectations a
 * case. `classname` is the file and the step, which Jenkins shows as package and class.
 * @see https://github.com/jenkinsci/xunit-plugin, whose junit-10.xsd it keeps to
 */
export const junit: ReporterFactory = (write) => {
  let state = initialState;
  return {
    onEvent: (event) => {
      state = reduce(state, event);
    },
    finish: async () => write(xmlDocument(suites(state))),
  };
};

function suites(state: RunState): XmlElement {
  return suitesElement(runSuites(state), state.elapsedMs);
}

/** The root of a file, with the counts of what is in it. */
export function suitesElement(all: readonly Suite[], elapsedMs: number): XmlElement {
  const { tests, failures, errors } = countsOf(all.flatMap(({ cases }) => cases));
  const attributes = { name: 'runbook', tests, failures, errors, time: seconds(elapsedMs) };
  return { name: 'testsuites', attributes, content: all.map(({ element }) => element) };
}

/** How a run is told where others are told too. */
type Among = {
  /** The file that the run was of. What that requires may be run for other files as well: it is named with this. */
  readonly file: string;
  /** Runs of the same file before this one, none of which passed. */
  readonly earlier: readonly RunState[];
  /** What ended the run that none of its events tells. */
  readonly reason?: string;
};

/** A suite for each runbook of a run, before them one for what went wrong with the run as a whole. */
export function runSuites(state: RunState, among?: Among): readonly Suite[] {
  const started = Object.values(state.runbooks).map((runbook) => runbookSuite(runbook, state, among));
  const others = state.planned.filter(({ file }) => state.runbooks[file] === undefined);
  const unstarted = others.map(({ file, title }) => unstartedSuite(file, { title, reason: 'not reached' }));
  const problems = problemsOf(state, among);
  const name = among === undefined ? 'runbook' : `run of ${among.file}`;
  return [...(problems.length === 0 ? [] : [suite({ name, cases: problems })]), ...started, ...unstarted];
}

/** A suite for something that went wrong with the whole. */
export function problemSuite(problem: Parameters<typeof problemCase>[0]): Suite {
  return suite({ name: 'runbook', cases: [problemCase(problem)] });
}

/** The suite of a file of which nothing ran. */
export function unstartedSuite(
  file: string,
  { title, reason }: { readonly title: string; readonly reason: string },
): Suite {
  const cases = [skippedCase({ classname: packageOf(file), name: title, reason })];
  return suite({ name: file, file, cases });
}

/** A suite and the cases in it, to be counted. */
export type Suite = { readonly element: XmlElement; readonly cases: readonly XmlElement[] };

type SuiteFacts = {
  readonly name: string;
  readonly file?: string;
  readonly spentMs?: number;
  readonly properties?: Readonly<Record<string, string>>;
  readonly cases: readonly XmlElement[];
};

function suite({ name, file, spentMs = 0, properties = {}, cases }: SuiteFacts): Suite {
  const attributes = { name, ...countsOf(cases), time: seconds(spentMs), file };
  const facts = Object.entries(properties).map(([key, value]) => ({
    name: 'property',
    attributes: { name: key, value },
  }));
  const head = facts.length === 0 ? [] : [{ name: 'properties', content: facts }];
  return { element: { name: 'testsuite', attributes, content: [...head, ...cases] }, cases };
}

function runbookSuite(
  runbook: RunbookState,
  { target, planned, leftBehind = [], opaque, diagnostics }: RunState,
  among: Among | undefined,
): Suite {
  const { file, skipped } = runbook;
  const name = nameAmong(file, among);
  const title = runbook.runbook?.title ?? planned.find((item) => item.file === file)?.title ?? file;
  const left = leftBehind.filter((object) => object.runbook === file).map(nameOfLeft);
  const warnings = diagnostics
    .filter((each) => each.severity === 'warning' && each.span?.file === file)
    .map(warningLine);
  const properties = {
    title,
    ...(target === undefined ? {} : targetProperties(target)),
    ...(among === undefined || among.earlier.length === 0 ? {} : { runs: String(among.earlier.length + 1) }),
    ...gapProperties(runbook),
    ...(left.length === 0 ? {} : { 'left-behind': left.join(', ') }),
    ...(opaque.length === 0 ? {} : { 'opaque-images': opaqueNames(opaque).join(', ') }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.join('\n') }),
  };
  if (skipped !== undefined) {
    const cases = [skippedCase({ classname: packageOf(name), name: title, reason: skipped })];
    return suite({ name, file, properties, cases });
  }
  const earlier = (among?.earlier ?? []).flatMap((run) => run.runbooks[file] ?? []).map(stepReports);
  const steps = stepReports(runbook);
  const spentMs = steps.reduce((total, step) => total + step.spentMs, 0);
  return suite({
    name,
    file,
    spentMs,
    properties,
    cases: steps.flatMap((step) => stepCases(step, name, earlier)),
  });
}

function warningLine({ code, message, span }: Diagnostic): string {
  return `line ${span?.start.line ?? 0}: ${message} (${code})`;
}

/** What the suite did not do, where there is something. */
function gapProperties(runbook: RunbookState): Record<string, string> {
  const { skipped, manual, shown, unchecked } = gapsOf(runbook);
  const counts = { 'blocks.skipped': skipped, 'blocks.manual': manual, 'blocks.only-shown': shown };
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return {
    ...Object.fromEntries(some.map(([name, count]) => [name, String(count)])),
    ...(unchecked > 0 ? { checks: 'none' } : {}),
  };
}

/** Required runbooks run once for each file that needs them. */
function nameAmong(file: string, among: Among | undefined): string {
  return among === undefined || among.file === file ? file : `${packageOf(file)} for ${among.file}`;
}

/** `earlier`: what the steps came to in earlier runs, in which a case has the same name. */
function stepCases(
  { step, cases }: StepReport,
  name: string,
  earlier: readonly (readonly StepReport[])[],
): readonly XmlElement[] {
  const classname = `${packageOf(name)}.${step.id}`;
  const before = earlier.flatMap((steps) => steps.filter((other) => other.step.id === step.id));
  return cases.map((item: Case) => {
    const same = before.flatMap((other) => other.cases.filter((each) => each.name === item.name));
    return caseElement(item, { classname, time: seconds(item.spentMs), earlier: same });
  });
}

/** What went wrong with the run as a whole; without it a run that never began would look like one without failures. */
function problemsOf(state: RunState, among: Among | undefined): readonly XmlElement[] {
  const classname = among === undefined ? 'runbook' : `run of ${packageOf(among.file)}`;
  const wrong = state.diagnostics.filter(({ severity }) => severity === 'error').map(problemOf);
  const end = among?.reason ?? whyEnded(state);
  const problems = [...wrong, ...(end === undefined ? [] : [{ name: 'end', message: end }])];
  return problems.map((problem) => problemCase({ ...problem, classname }));
}

/** What no statement tells of a run's end. */
function whyEnded({ outcome, totals }: RunState): string | undefined {
  if (outcome === undefined) return 'the run did not come to its end';
  const silent = outcome === 'cancelled' && totals.statements.cancelled === 0;
  return silent ? 'the run was interrupted' : undefined;
}

function problemOf({ code, message, hint }: Diagnostic) {
  return { name: code, message, ...(hint === undefined ? {} : { hint }) };
}

function targetProperties({
  name,
  simulated,
  summary,
  clusters,
  tools,
}: TargetFacts): Record<string, string> {
  return {
    target: name,
    simulated: String(simulated),
    'target.summary': summary,
    ...Object.fromEntries(
      clusters.flatMap(({ variable, context, version }) => [
        [`cluster.${variable}`, context],
        [`cluster.${variable}.version`, version],
      ]),
    ),
    ...Object.fromEntries(Object.entries(tools).map(([tool, version]) => [`tool.${tool}`, version])),
  };
}

function countsOf(cases: readonly XmlElement[]) {
  const having = (name: string): number =>
    cases.filter(
      ({ content = [] }) => typeof content !== 'string' && content.some((item) => item.name === name),
    ).length;
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  };
}

/** Jenkins takes all before the last dot for the package. */
function packageOf(file: string): string {
  return file.replace(/\.md$/, '');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
