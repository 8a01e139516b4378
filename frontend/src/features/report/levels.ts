/** The levels of the anchored scale. */
export const LEVELS = [1, 2, 3, 4, 5] as const;

export const HIGHEST_LEVEL = 5;

/** A mean level as people read it. */
export function formatScore(score: number): string {
  return score.toFixed(1);
}

/** Shares of weights as whole percents. The server's weights may be of any scale; only their proportion counts. */
export function percentsOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? Math.round((weight / total) * 100) : 0));
}
