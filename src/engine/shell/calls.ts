import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** Functions by their names, each with the text that defines it. */
export type KnownFunctions = ReadonlyMap<string, string>;

/**
 * The commands that run when a statement does: not those of functions that it defines, but those of known functions
 * that it calls, where it calls them.
 */
export function commandsRun(script: string, functions: KnownFunctions): readonly SimpleCommand[] {
  const direct = simpleCommands(script).filter(({ place }) => place.function === undefined);
  return direct.flatMap((command) => [command, ...called(command, functions, [])]);
}

function called(
  caller: SimpleCommand,
  functions: KnownFunctions,
  around: readonly string[],
): readonly SimpleCommand[] {
  const { name } = caller;
  const text = name === undefined || around.includes(name) ? undefined : functions.get(name);
  if (text === undefined || name === undefined) return [];
  const body = simpleCommands(text).filter(({ place }) => place.function === name);
  return body
    .map((command) => at(caller, command))
    .flatMap((command) => [command, ...called(command, functions, [...around, name])]);
}

/** A command of a function, in the place where the function is called. */
function at({ place: outer, redirections, from, to }: SimpleCommand, command: SimpleCommand): SimpleCommand {
  const { place } = command;
  return {
    ...command,
    from,
    to,
    place: {
      ...place,
      function: undefined,
      background: place.background || outer.background,
      condition: place.condition || outer.condition,
      mayFail: place.mayFail || outer.mayFail,
      conditional: place.conditional || outer.conditional,
      branch: place.branch || outer.branch,
      subshell: place.subshell || outer.subshell,
      substitution: place.substitution ?? outer.substitution,
      pipeline: place.pipeline ?? outer.pipeline,
      fed: place.fed || outer.fed,
      redirections: [...outer.redirections, ...redirections, ...place.redirections],
      within: { from, to },
    },
  };
}
