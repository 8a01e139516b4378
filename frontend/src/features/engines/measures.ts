import type { Language } from "@/lib/language";

const LOCALE: Record<Language, string> = { ko: "ko-KR", en: "en-US" };

function inUnit(value: number, unit: string, language: Language, digits: number): string {
  return new Intl.NumberFormat(LOCALE[language], {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);
}

/** Mebibytes as people read them; what was rounded down to nothing is still something. */
export function formatMemory(mebibytes: number, language: Language): string {
  if (mebibytes === 0) return `< ${inUnit(1, "megabyte", language, 0)}`;
  return mebibytes < 1000 ? inUnit(mebibytes, "megabyte", language, 0) : inUnit(mebibytes / 1024, "gigabyte", language, 1);
}

/** Milliseconds as people read them. */
export function formatLatency(milliseconds: number, language: Language): string {
  return milliseconds < 1000 ? inUnit(milliseconds, "millisecond", language, 0) : inUnit(milliseconds / 1000, "second", language, 1);
}
