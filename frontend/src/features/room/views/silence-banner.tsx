import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";

interface SilenceBannerProps {
  seconds: number;
  onGoOn: () => void;
}

/** Before a silent answer ends. Speaking again, or the button, keeps it open. */
export function SilenceBanner({ seconds, onGoOn }: SilenceBannerProps) {
  const { t } = useTranslation("room");
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-listening bg-listening-soft py-3 pr-3 pl-5 enter-up">
      <p className="font-semibold">
        <span role="alert">{t("silence.text")}</span>{" "}
        <span aria-hidden className="tabular-nums text-listening">
          {t("silence.seconds", { seconds })}
        </span>
      </p>
      <Button variant="secondary" onClick={onGoOn}>
        {t("silence.goOn")}
      </Button>
    </div>
  );
}
