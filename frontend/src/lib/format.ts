import type { Language } from "./language";

const LOCALE: Record<Language, string> = { ko: "ko-KR", en: "en-US" };
const SEOUL = "Asia/Seoul";

/** Date and time in the user's zone; Korean time is added where the zone is another one (CAND-01). */
export function formatDeadline(iso: string, language: Language): string {
  const date = new Date(iso);
  const local = new Intl.DateTimeFormat(LOCALE[language], { dateStyle: "long", timeStyle: "short" }).format(date);
  const here = new Date(date.toLocaleString("en-US")).getTime();
  const seoul = new Date(date.toLocaleString("en-US", { timeZone: SEOUL })).getTime();
  if (here === seoul) return local;
  const korean = new Intl.DateTimeFormat(LOCALE[language], {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone: SEOUL,
  }).format(date);
  return `${local} (KST ${korean})`;
}

export function formatDateTime(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** Seconds as m:ss. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
