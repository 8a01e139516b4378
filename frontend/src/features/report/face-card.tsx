import { useTranslation } from "react-i18next";

import type { FaceSummaryOut } from "@/api/generated";
import { Alert } from "@/components/ui/alert";
import { Card, CardTitle } from "@/components/ui/card";

import { EngineName } from "./engine-name";

/** What the camera showed, apart from everything that is scored. */
export function FaceCard({ face }: { face: FaceSummaryOut }) {
  const { t } = useTranslation("recruiter");
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  const degrees = (angle: number) => t("face.degrees", { degrees: Math.round(angle) });
  const rows: [string, string][] = [
    [t("face.observed"), t("face.minutes", { minutes: (face.observed_s / 60).toFixed(1) })],
    [t("face.present"), percent(face.share_present)],
    [t("face.several"), percent(face.share_several_faces)],
  ];
  if (face.mean_abs_yaw !== null) rows.push([t("face.headTurn"), degrees(face.mean_abs_yaw)]);
  if (face.mean_abs_gaze_x !== null) rows.push([t("face.eyesTurn"), degrees(face.mean_abs_gaze_x)]);
  return (
    <Card className="print:break-inside-avoid">
      <CardTitle>{t("face.title")}</CardTitle>
      <Alert tone="info" className="mt-3">
        {t("face.neverScored")}
      </Alert>
      {face.frames === 0 ? (
        <p className="mt-4 text-muted">{t("face.nothing")}</p>
      ) : (
        <dl className="mt-4 grid gap-x-8 gap-y-3 sm:grid-cols-3">
          {rows.map(([label, value]) => (
            <div key={label} className="flex items-baseline justify-between gap-4 sm:flex-col sm:gap-0">
              <dt className="text-sm text-muted">{label}</dt>
              <dd className="text-lg font-bold tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {face.engine && (
        <p className="mt-4 border-t border-line pt-3 text-sm text-muted">
          {t("face.observedBy")} <EngineName engine={face.engine} />
        </p>
      )}
    </Card>
  );
}
