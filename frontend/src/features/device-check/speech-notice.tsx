import { useTranslation } from "react-i18next";

import type { InterviewSnapshot } from "@/api/types";
import { Alert } from "@/components/ui/alert";

/** Say honestly, before the interview, how far speech recognition goes for its language. */
export function SpeechNotice({ snapshot }: { snapshot: InterviewSnapshot }) {
  const { t } = useTranslation("device");
  const { stt } = snapshot.capabilities;
  const language = t(`language.${snapshot.language}`);
  if (!stt.available) {
    return (
      <Alert tone="warning" title={t("speech.unavailableTitle", { language })}>
        {t("speech.unavailableText", { language })}
      </Alert>
    );
  }
  if (stt.quality === "production") return null;
  const extent = stt.quality === "basic" ? "basic" : "limited";
  return (
    <Alert tone="info" title={t(`speech.${extent}Title`)}>
      {t("speech.mistakesText")}
    </Alert>
  );
}
