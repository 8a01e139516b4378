import { describe, expect, it } from "vitest";

import { percentsOf } from "./levels";

describe("weights", () => {
  it("are read as proportions, whatever their scale", () => {
    expect(percentsOf([0.25, 0.75])).toEqual([25, 75]);
    expect(percentsOf([50, 50, 0])).toEqual([50, 50, 0]);
    expect(percentsOf([0, 0])).toEqual([0, 0]);
  });
});
