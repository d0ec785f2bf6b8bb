import type { Plan, PlannedItem } from '../../model/plan.ts';
import { quote } from '../../shell/quote.ts';
import { environmentText } from './environment.ts';

/**
 * The functions that say whether the result of a required runbook is there already, one for each `ready` probe. In a
 * subshell each, which can't leave anything behind.
 */
export function probeFunctions({ runbooks }: Plan): readonly string[] {
  return runbooks.flatMap(({ runbook, reason }, index) => {
    const { ready } = runbook.meta;
    if (reason === 'asked' || ready === undefined) return [];
    const lines = ['cd -- "$rb_home" || exit', ...environmentText(runbook), ready];
    return [
      '',
      `# Whether the result of ${runbook.source.file} is there.`,
      `rb_ready_${index + 1}() (`,
      ...lines,
      ')',
    ];
  });
}

/** The lines that leave a required runbook out: its result is there, or nobody who would need it will run. */
export function needText(item: PlannedItem, plan: Plan): readonly string[] {
  if (item.reason === 'asked') return [];
  const lines = [
    ...(isReady(item, plan) === undefined
      ? []
      : [`if ${isReady(item, plan)}; then rb_not_needed 'its result is already there'; fi`]),
  ];
  const needed = isNeeded(item, plan);
  if (needed === undefined) return lines;
  const why = quote('the runbook that requires it is ready without it');
  return [...lines, `if [ -z "$rb_skip" ] && ! { ${needed}; }; then rb_not_needed ${why}; fi`];
}

function isReady(item: PlannedItem, plan: Plan): string | undefined {
  return item.runbook.meta.ready === undefined
    ? undefined
    : `rb_holds rb_ready_${plan.runbooks.indexOf(item) + 1}`;
}

/** A command that tells whether somebody who requires it will run; undefined: somebody will in any case. */
function isNeeded(item: PlannedItem, plan: Plan): string | undefined {
  const others = plan.runbooks.filter(({ requires }) => requires.includes(item.runbook.source.path));
  const conditions = others.map((other): string | undefined => {
    if (other.reason === 'asked') return undefined;
    const ready = isReady(other, plan);
    const needed = isNeeded(other, plan);
    const parts = [...(ready === undefined ? [] : [`! ${ready}`]), ...(needed === undefined ? [] : [needed])];
    return parts.length === 0 ? undefined : `{ ${parts.join(' && ')}; }`;
  });
  return conditions.includes(undefined) ? undefined : conditions.join(' || ');
}
