import type { Diagnostic } from '../model/diagnostic.ts';
import type { ReporterFactory } from '../model/reporter.ts';
import type { TargetFacts } from '../model/target.ts';
import { reduce } from '../run/reduce.ts';
import { initialState, type RunbookState, type RunState } from '../run/state.ts';
import { type Case, type StepReport, stepReports } from './cases.ts';
import { caseElement, problemCase, skippedCase } from './junit-case.ts';
import { nameOfLeft } from './left-text.ts';
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
  const started = Object.values(state.runbooks).map((runbook) => runbookSuite(runbook, state));
  const others = state.planned.filter(({ file }) => state.runbooks[file] === undefined);
  const unstarted = others.map(({ file, title }) =>
    suite({
      name: file,
      file,
      cases: [skippedCase({ classname: packageOf(file), name: title, reason: 'not reached' })],
    }),
  );
  const problems = problemsOf(state);
  const all = [
    ...(problems.length === 0 ? [] : [suite({ name: 'runbook', cases: problems })]),
    ...started,
    ...unstarted,
  ];
  const { tests, failures, errors } = countsOf(all.flatMap(({ cases }) => cases));
  const attributes = { name: 'runbook', tests, failures, errors, time: seconds(state.elapsedMs) };
  return { name: 'testsuites', attributes, content: all.map(({ element }) => element) };
}

type Suite = { readonly element: XmlElement; readonly cases: readonly XmlElement[] };

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

function runbookSuite(runbook: RunbookState, { target, planned, leftBehind = [] }: RunState): Suite {
  const { file, skipped } = runbook;
  const title = runbook.runbook?.title ?? planned.find((item) => item.file === file)?.title ?? file;
  const left = leftBehind.filter((object) => object.runbook === file).map(nameOfLeft);
  const properties = {
    title,
    ...(target === undefined ? {} : targetProperties(target)),
    ...(left.length === 0 ? {} : { 'left-behind': left.join(', ') }),
  };
  if (skipped !== undefined) {
    const cases = [skippedCase({ classname: packageOf(file), name: title, reason: skipped })];
    return suite({ name: file, file, properties, cases });
  }
  const steps = stepReports(runbook);
  const spentMs = steps.reduce((total, step) => total + step.spentMs, 0);
  return suite({
    name: file,
    file,
    spentMs,
    properties,
    cases: steps.flatMap((step) => stepCases(step, file)),
  });
}

function stepCases({ step, cases }: StepReport, file: string): readonly XmlElement[] {
  const classname = `${packageOf(file)}.${step.id}`;
  return cases.map((item: Case) => caseElement(item, { classname, time: seconds(item.spentMs) }));
}

/** What went wrong with the run as a whole; without it a run that never began would look like one without failures. */
function problemsOf({ diagnostics, outcome, totals }: RunState): readonly XmlElement[] {
  const wrong = diagnostics.filter(({ severity }) => severity === 'error').map(diagnosticCase);
  if (outcome === undefined) {
    return [...wrong, problemCase({ name: 'end', message: 'the run did not come to its end' })];
  }
  const silent = outcome === 'cancelled' && totals.statements.cancelled === 0;
  return [...wrong, ...(silent ? [problemCase({ name: 'end', message: 'the run was interrupted' })] : [])];
}

function diagnosticCase({ code, message, hint }: Diagnostic): XmlElement {
  return problemCase({ name: code, message, ...(hint === undefined ? {} : { hint }) });
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
