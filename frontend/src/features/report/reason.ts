/** A reason that a person gives must say something; the server asks for the same. */
const SHORTEST = 3;
export const LONGEST_REASON = 2000;

export function isReason(text: string): boolean {
  return text.trim().length >= SHORTEST;
}
