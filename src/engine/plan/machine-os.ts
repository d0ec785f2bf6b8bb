const names: Readonly<Record<string, string>> = { darwin: 'macos', linux: 'linux', win32: 'windows' };

/** The system that commands run on here, as pages call it. */
export const machineOs = names[process.platform] ?? process.platform;
