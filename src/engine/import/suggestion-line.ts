/** The comment that shows a check without making it one: the engine takes it for prose. */
export function suggestionLine(directive: string): string {
  return `# suggested: ${directive.replace(/^#\s*/, '')}`;
}
