import { ScanText } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";

export function ReadingState() {
  const { t } = useTranslation("resume");
  return (
    <Card role="status" className="grid justify-items-center gap-3 py-12 text-center">
      <ScanText aria-hidden className="size-8 text-accent" />
      <p className="text-lg font-bold">{t("readingTitle")}</p>
      <p className="max-w-prose text-muted">{t("readingText")}</p>
      <Progress value={null} label={t("readingTitle")} className="mt-2 max-w-56" />
    </Card>
  );
}
