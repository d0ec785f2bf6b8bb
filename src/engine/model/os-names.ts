/** Systems by the first word of what pages call them. */
const systems: Readonly<Record<string, string>> = {
  darwin: 'macos',
  linux: 'linux',
  mac: 'macos',
  macos: 'macos',
  osx: 'macos',
  win: 'windows',
  win32: 'windows',
  windows: 'windows',
};

/** The system that a text names, `linux`, `macos` or `windows`: `macOS (Homebrew)`, `Linux`, `darwin`. */
export function osNamed(text: string): string | undefined {
  const word = /^[a-z\d]+/.exec(text.trim().toLowerCase())?.[0] ?? '';
  return Object.hasOwn(systems, word) ? systems[word] : undefined;
}

/** A value of a dimension as it is compared: in small letters, and a system by its name. */
export function plainValue(text: string, dimension: string): string {
  const plain = text.trim().toLowerCase();
  return (dimension === 'os' ? osNamed(plain) : undefined) ?? plain;
}
