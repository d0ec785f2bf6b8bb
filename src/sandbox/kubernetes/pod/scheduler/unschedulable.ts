/**
 * How many nodes there are and what is wrong with them, each reason with the number of nodes that it is about:
 * `0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable.`
 */
export function nodesMessage(reasonsByNode: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasonsByNode.flat()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted();
  return `0/${reasonsByNode.length} nodes are available: ${texts.join(', ')}.`;
}
