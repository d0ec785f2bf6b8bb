/** Names whose values are secret wherever they come from. */
const secretName = /_(TOKEN|PASSWORD|KEY|SECRET)$/;

/** Values of an environment that must not be shown: of variables named like secrets, and of `names`. */
export function secretValues(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = [],
): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value !== '' && (secretName.test(name) || names.includes(name)) ? [value] : [],
  );
  return [...new Set(values)];
}
