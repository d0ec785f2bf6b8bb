/** The option with which `exec` writes a record under a name, or the one without. */
export function recordOption(label: string | undefined): string {
  return label === undefined ? '--record' : `--record-as ${label}`;
}
