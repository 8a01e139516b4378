import { useTranslation } from "react-i18next";

import type { ReportDimensionOut } from "@/api/generated";

import { formatScore, HIGHEST_LEVEL, percentsOf } from "./levels";

/** The numbers behind the radar chart. */
export function DimensionTable({ dimensions }: { dimensions: readonly ReportDimensionOut[] }) {
  const { t } = useTranslation("recruiter");
  const percents = percentsOf(dimensions.map(({ weight }) => weight));
  return (
    <table className="w-full text-[0.9375rem]">
      <caption className="sr-only">{t("report.dimensions")}</caption>
      <thead className="border-b border-line text-sm text-muted">
        <tr>
          <th scope="col" className="py-2 pr-2 text-left font-semibold">
            {t("report.dimension")}
          </th>
          <th scope="col" className="py-2 text-left font-semibold">
            {t("report.score")}
          </th>
          <th scope="col" className="py-2 pl-2 text-right font-semibold whitespace-nowrap">
            {t("report.weight")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {dimensions.map(({ dimension, score }, index) => (
          <tr key={dimension}>
            <th scope="row" className="py-2.5 pr-2 text-left font-medium">
              {t(`dimensions.${dimension}`)}
            </th>
            <td className="w-1/2 py-2.5">
              {score === null ? (
                <span className="text-sm text-muted">{t("report.notRated")}</span>
              ) : (
                <span className="flex items-center gap-3">
                  <span className="w-7 font-bold tabular-nums">{formatScore(score)}</span>
                  <span aria-hidden className="h-2 min-w-8 grow rounded-full bg-sunken">
                    <span className="block h-full rounded-full bg-accent" style={{ width: `${(score / HIGHEST_LEVEL) * 100}%` }} />
                  </span>
                </span>
              )}
            </td>
            <td className="py-2.5 pl-2 text-right text-muted tabular-nums">{percents[index]}%</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
