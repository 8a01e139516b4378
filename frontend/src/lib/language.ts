export const LANGUAGES = ["ko", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = "language";
let chosen: Language | null = null;

function isLanguage(value: unknown): value is Language {
  return value === "ko" || value === "en";
}

function detect(): Language {
  try {
    const stored = localStorage.getItem(KEY);
    if (isLanguage(stored)) return stored;
  } catch {
    // Storage may be blocked; the browser's language is used then.
  }
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith("ko")) ? "ko" : "en";
}

/** Language of the interface and of the server's sentences. */
export function currentLanguage(): Language {
  chosen ??= detect();
  return chosen;
}

export function rememberLanguage(language: Language): void {
  chosen = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // The choice then lasts until the page is left.
  }
}
