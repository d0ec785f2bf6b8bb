import type { Diagnostic } from '../model/diagnostic.ts';
import type { Page } from '../parse/page.ts';
import { rules } from './registry.ts';
import type { Rule } from './rule.ts';

/** Asks every rule about a page. `found` is what could not be read of it; gives that and what the rules report. */
export function lint(page: Page, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const diagnostics = [...found];
  for (const rule of rules) {
    if (isAsked(rule, diagnostics)) diagnostics.push(...faultsOf(rule, page));
  }
  return diagnostics;
}

function isAsked({ onlyIfSound }: Rule, found: readonly Diagnostic[]): boolean {
  return onlyIfSound === undefined || !found.some(({ severity }) => severity === 'error');
}

function faultsOf({ code, severity, check }: Rule, page: Page): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  check(page, (fault) => faults.push({ code, severity, ...fault }));
  return faults;
}
