import { describe, expect, it } from "vitest";

import { checkFile, MAX_BYTES } from "./check-file";
import { addFact, emptyFact, periodOf, removeFact, replaceFact, toRows } from "./facts";

describe("checkFile", () => {
  it("looks at the content, not at the name", async () => {
    expect(await checkFile(new File(["%PDF-1.7 …"], "cv.txt"))).toBeNull();
    expect(await checkFile(new File(["hello"], "cv.pdf"))).toBe("notPdf");
  });

  it("refuses empty and large files before the upload", async () => {
    expect(await checkFile(new File([], "cv.pdf"))).toBe("empty");
    expect(await checkFile(new File([new Uint8Array(MAX_BYTES + 1)], "cv.pdf"))).toBe("tooLarge");
  });
});

describe("facts", () => {
  it("keeps ids while facts are added, changed and removed", () => {
    let rows = toRows([emptyFact("skill"), emptyFact("project")]);
    rows = addFact(removeFact(rows, 0), emptyFact("skill"));
    expect(rows.map(({ id }) => id)).toEqual([1, 2]);
    rows = replaceFact(rows, 2, { ...emptyFact("skill"), title: "SQL" });
    expect(rows[1]?.fact.title).toBe("SQL");
  });

  it("writes open periods as open", () => {
    expect(periodOf({ ...emptyFact("experience"), start: "2021.03" })).toBe("2021.03 –");
    expect(periodOf(emptyFact("experience"))).toBe("");
  });
});
