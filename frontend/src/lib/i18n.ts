import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { currentLanguage, type Language, rememberLanguage } from "./language";
import { resources } from "./locales";

export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  resources,
  lng: currentLanguage(),
  fallbackLng: "ko",
  ns: Object.keys(resources.ko),
  defaultNS: "common",
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

document.documentElement.lang = currentLanguage();

export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}
