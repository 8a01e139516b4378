import { describe, expect, it } from "vitest";

import { resources } from "./locales";

function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  const entries = Object.entries(value as Record<string, unknown>);
  return new Map(entries.flatMap(([key, child]) => [...flatten(child, path ? `${path}.${key}` : key)]));
}

function variables(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? "").sort();
}

/** Korean has one plural form, English two. */
function base(key: string): string {
  return key.replace(/_(one|other)$/, "");
}

describe("locales", () => {
  const ko = flatten(resources.ko);
  const en = flatten(resources.en);

  it("has every key in both languages", () => {
    const keys = (map: Map<string, string>) => [...new Set([...map.keys()].map(base))].sort();
    expect(keys(en)).toEqual(keys(ko));
  });

  it("has a text for every key", () => {
    expect([...ko, ...en].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("uses the same variables in both languages", () => {
    const differing = [...ko].filter(([key, text]) => {
      const other = en.get(key);
      return other !== undefined && variables(text).join() !== variables(other).join();
    });
    expect(differing).toEqual([]);
  });
});
