import { Languages } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { changeLanguage } from "@/lib/i18n";
import { useLanguage } from "@/lib/use-language";

/** Two languages need no menu: the button is named, in the other language, by what it leads to. */
export function LanguageSwitch() {
  const language = useLanguage();
  const { t } = useTranslation();
  const other = language === "ko" ? "en" : "ko";
  return (
    <Button variant="ghost" className="px-3 font-medium" lang={other} onClick={() => void changeLanguage(other)}>
      <Languages aria-hidden />
      {t("otherLanguage")}
    </Button>
  );
}
