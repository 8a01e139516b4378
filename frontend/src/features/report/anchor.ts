/** The place of an answer on the page, for links to it. */
export function anchorOf(turnId: string): string {
  return `answer-${turnId}`;
}
