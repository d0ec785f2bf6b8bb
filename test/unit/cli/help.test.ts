import { describe, expect, test } from 'vitest';
import { helpedCommands } from '../../../src/cli/helped-commands.ts';
import { commandsPage } from '../../../src/site/reference/commands-page.ts';
import { acceptsCommandLine } from '../../helpers/scripted-io.ts';

const helped = helpedCommands().map((each) => [each.command.name(), each] as const);

/** The lines below `Examples:`, without what the shell does with them. */
function examplesIn(help: string): readonly string[] {
  const lines = help.slice(help.indexOf('\nExamples:')).matchAll(/^ {2}(\S.*?) {2,}\S.*$/gm);
  return [...lines].map(([, line = '']) => line);
}

describe('the help of each command', () => {
  test.for(helped)('%s is said in a phrase for the list, and in sentences for itself', ([, { command }]) => {
    expect(command.summary()).toMatch(/^[a-z].*[^.]$/);
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
  });

  test.for(helped)('%s explains every argument and option in a phrase', ([, { command }]) => {
    for (const { description } of [
      ...command.options.filter(({ hidden }) => !hidden),
      ...command.registeredArguments,
    ])
      expect(description).toMatch(/^(?:[^A-Z\s]|[A-Z]{2}|Markdown ).*[^.]$/);
  });

  test.for(helped)('%s has examples that the program understands', async ([, { help }]) => {
    const examples = examplesIn(help);
    expect(examples.length).toBeGreaterThan(0);
    for (const line of examples) {
      const [, typed = ''] = /(runbook [^|>)]*)/.exec(line) ?? [];
      await acceptsCommandLine(typed.trim());
    }
  });
});

test('the reference page has every command with every option and example', () => {
  const { markdown: text } = commandsPage();
  for (const [name, { command, help }] of helped) {
    expect(text).toContain(`## \`runbook ${name}\``);
    for (const { flags, hidden } of command.options)
      if (!hidden) expect(text).toContain(flags.replace('|', String.raw`\|`));
    for (const example of examplesIn(help)) expect(text).toContain(example.replace('|', String.raw`\|`));
  }
  expect(text).not.toContain('__complete');
});
