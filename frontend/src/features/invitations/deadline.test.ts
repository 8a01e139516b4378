import { describe, expect, it } from "vitest";

import { deadlineIn, futureInstant } from "./deadline";

describe("deadlines", () => {
  const now = new Date(2026, 10, 28, 15, 30);

  it("offers the end of a day in the user's zone", () => {
    expect(deadlineIn(7, now)).toBe("2026-12-05T23:59");
  });

  it("takes instants of the future only", () => {
    expect(futureInstant("2026-11-28T15:31", now)).toBe(new Date(2026, 10, 28, 15, 31).toISOString());
    expect(futureInstant("2026-11-28T15:29", now)).toBeNull();
    expect(futureInstant("", now)).toBeNull();
  });
});
