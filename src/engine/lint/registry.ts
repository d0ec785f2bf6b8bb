import { applyAndAssert } from './apply-and-assert.ts';
import { applyLanguage } from './apply-language.ts';
import { arrowComment } from './arrow-comment.ts';
import { backgroundOnly } from './background-only.ts';
import { badDiagram } from './bad-diagram.ts';
import { conflictingAnswers } from './conflicting-answers.ts';
import { conflictingExpectations } from './conflicting-expectations.ts';
import { conflictingOptions } from './conflicting-options.ts';
import { duplicateExpectation } from './duplicate-expectation.ts';
import { endsShell } from './ends-shell.ts';
import { expectationInCommand } from './expectation-in-command.ts';
import { expectationInData } from './expectation-in-data.ts';
import { fenceInContainer } from './fence-in-container.ts';
import { fenceInHtml } from './fence-in-html.ts';
import { foreignLanguage } from './foreign-language.ts';
import { foreignOption } from './foreign-option.ts';
import { gluedOptions } from './glued-options.ts';
import { ignoredFailure } from './ignored-failure.ts';
import { impossibleExpectation } from './impossible-expectation.ts';
import { inertExpectation } from './inert-expectation.ts';
import { inertManifestOption, inertOption } from './inert-option.ts';
import { inputWithoutTerminal } from './input-without-terminal.ts';
import { interactiveCommand } from './interactive-command.ts';
import { invisibleInCommand } from './invisible-in-command.ts';
import { invisibleInExpectation } from './invisible-in-expectation.ts';
import { literalVariable, undeclaredVariable } from './manifest-variables.ts';
import { nearApply, optionWithoutVerb } from './near-apply.ts';
import { nearOutput } from './near-output.ts';
import { neverEnds } from './never-ends.ts';
import { noCluster } from './no-cluster.ts';
import { emptyDocument, noRunnableBlock } from './no-runnable-block.ts';
import { nothingRuns } from './nothing-runs.ts';
import { nothingToRepeat } from './nothing-to-repeat.ts';
import { otherSpelling } from './other-spelling.ts';
import { outsideExpectation } from './outside-expectation.ts';
import { pastingHazard } from './pasting-hazard.ts';
import { literalPlaceholder, placeholder } from './placeholder.ts';
import { repeatsSideEffects } from './repeats-side-effects.ts';
import type { Rule } from './rule.ts';
import { shownStatus } from './shown-status.ts';
import { strayHead } from './stray-head.ts';
import { takenLiterally } from './taken-literally.ts';
import { typographicCharacter } from './typographic-character.ts';
import { unknownCluster } from './unknown-cluster.ts';
import { unknownLanguage } from './unknown-language.ts';
import { unsetInCleanup } from './unset-in-cleanup.ts';
import { unsetVariable } from './unset-variable.ts';
import { ways } from './ways.ts';
import { weakExit } from './weak-exit.ts';
import { weakExpectation } from './weak-expectation.ts';
import { wordsAfterColon } from './words-after-colon.ts';

/** Every rule, in the order in which they are asked; a page's diagnostics are told in the order of the file. */
export const rules: readonly Rule[] = [
  strayHead,
  unknownLanguage,
  applyLanguage,
  gluedOptions,
  otherSpelling,
  foreignLanguage,
  foreignOption,
  nearOutput,
  applyAndAssert,
  nearApply,
  optionWithoutVerb,
  inertOption,
  inputWithoutTerminal,
  inertManifestOption,
  inertExpectation,
  badDiagram,
  fenceInHtml,
  fenceInContainer,
  outsideExpectation,
  conflictingOptions,
  arrowComment,
  expectationInCommand,
  expectationInData,
  placeholder,
  literalPlaceholder,
  invisibleInCommand,
  typographicCharacter,
  neverEnds,
  interactiveCommand,
  endsShell,
  unsetInCleanup,
  ways,
  unsetVariable,
  weakExpectation,
  wordsAfterColon,
  takenLiterally,
  invisibleInExpectation,
  pastingHazard,
  backgroundOnly,
  nothingToRepeat,
  repeatsSideEffects,
  impossibleExpectation,
  conflictingExpectations,
  duplicateExpectation,
  weakExit,
  ignoredFailure,
  shownStatus,
  conflictingAnswers,
  undeclaredVariable,
  literalVariable,
  unknownCluster,
  noCluster,
  emptyDocument,
  noRunnableBlock,
  nothingRuns,
];
