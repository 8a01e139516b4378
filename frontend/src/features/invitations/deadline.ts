const DAY_MS = 24 * 60 * 60 * 1000;

/** The value of a `datetime-local` input for the end of the day in so many days, in the user's zone. */
export function deadlineIn(days: number, now: Date = new Date()): string {
  const date = new Date(now.getTime() + days * DAY_MS);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T23:59`;
}

/** A `datetime-local` value as an instant, or null when it is none or lies in the past. */
export function futureInstant(local: string, now: Date = new Date()): string | null {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) || date <= now ? null : date.toISOString();
}
