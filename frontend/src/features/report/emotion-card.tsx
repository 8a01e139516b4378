import { useTranslation } from "react-i18next";

import type { EmotionSummaryOut } from "@/api/generated";
import { Alert } from "@/components/ui/alert";
import { Card, CardText, CardTitle } from "@/components/ui/card";

import { EngineName } from "./engine-name";

/** What expressions were taken for: labelled as an estimate, apart from everything that is scored. */
export function EmotionCard({ emotion }: { emotion: EmotionSummaryOut }) {
  const { t } = useTranslation("recruiter");
  return (
    <Card className="print:break-inside-avoid">
      <CardTitle>{t("emotion.title")}</CardTitle>
      <Alert tone="warning" title={t("emotion.label")} className="mt-3">
        {t("emotion.warning")}
      </Alert>
      <CardText className="mt-4">{t("emotion.text", { count: emotion.looks })}</CardText>
      <dl className="mt-3 grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {emotion.shares.map(({ emotion: name, share }) => (
          <div key={name} className="flex items-baseline justify-between gap-4">
            <dt className="text-muted">{t(`emotion.name.${name}`)}</dt>
            <dd className="font-medium tabular-nums">{`${Math.round(share * 100)}%`}</dd>
          </div>
        ))}
      </dl>
      {emotion.engine && (
        <p className="mt-4 border-t border-line pt-3 text-sm text-muted">
          {t("emotion.estimatedBy")} <EngineName engine={emotion.engine} />
        </p>
      )}
    </Card>
  );
}
