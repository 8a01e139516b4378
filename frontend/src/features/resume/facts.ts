import type { FactKind, ResumeFact } from "@/api/types";

export const FACT_KINDS: readonly FactKind[] = [
  "experience",
  "project",
  "education",
  "skill",
  "certificate",
  "self_introduction",
];

/** A fact with an id that lasts while it is edited. */
export interface FactRow {
  readonly id: number;
  readonly fact: ResumeFact;
}

export function toRows(facts: readonly ResumeFact[]): FactRow[] {
  return facts.map((fact, id) => ({ id, fact }));
}

export function emptyFact(kind: FactKind): ResumeFact {
  return { kind, title: "", detail: "", organization: "", start: "", end: "" };
}

export function addFact(rows: readonly FactRow[], fact: ResumeFact): FactRow[] {
  const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
  return [...rows, { id, fact }];
}

export function replaceFact(rows: readonly FactRow[], id: number, fact: ResumeFact): FactRow[] {
  return rows.map((row) => (row.id === id ? { id, fact } : row));
}

export function removeFact(rows: readonly FactRow[], id: number): FactRow[] {
  return rows.filter((row) => row.id !== id);
}

/** The period as one phrase; empty when neither end is known. */
export function periodOf(fact: ResumeFact): string {
  if (!fact.start && !fact.end) return "";
  return fact.start && fact.end ? `${fact.start} – ${fact.end}` : fact.start ? `${fact.start} –` : `– ${fact.end}`;
}
