const reference = /\$\{(\w+)\}|\$(\w+)/g;

/** Names of the variables that a text refers to as `$NAME` or `${NAME}`. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(reference)].flatMap((match) => match[1] ?? match[2] ?? []);
}

/** Puts the values of variables into a text; one that isn't set leaves nothing. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(reference, (_, braced, bare) => variables[braced ?? bare] ?? '');
}
