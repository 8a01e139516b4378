import { PolarAngleAxis, PolarGrid, PolarRadiusAxis, Radar, RadarChart, ResponsiveContainer } from "recharts";
import { useTranslation } from "react-i18next";

import type { ReportDimensionOut } from "@/api/generated";

/** The six dimensions as a radar chart, with the numbers in a table beside it. A dimension without a rating has no point. */
export function DimensionChart({ dimensions }: { dimensions: readonly ReportDimensionOut[] }) {
  const { t } = useTranslation("recruiter");
  const data = dimensions.map(({ dimension, score }) => ({ name: t(`dimensions.${dimension}`), score: score ?? 0 }));
  return (
    <div className="grid items-center gap-4 md:grid-cols-2">
      <div aria-hidden className="h-72 min-w-0 text-[0.8125rem]">
        <ResponsiveContainer width="100%" height="100%">
          <RadarChart data={data} outerRadius="72%">
            <PolarGrid stroke="var(--line)" />
            <PolarAngleAxis dataKey="name" tick={{ fill: "var(--ink)", fontSize: 13 }} />
            <PolarRadiusAxis domain={[0, 5]} tickCount={6} angle={90} tick={{ fill: "var(--muted)", fontSize: 11 }} axisLine={false} />
            <Radar dataKey="score" stroke="var(--accent)" strokeWidth={2} fill="var(--accent)" fillOpacity={0.22} isAnimationActive={false} />
          </RadarChart>
        </ResponsiveContainer>
      </div>
      <table className="w-full text-[0.9375rem]">
        <caption className="sr-only">{t("report.dimensions")}</caption>
        <thead className="border-b border-line text-sm text-muted">
          <tr>
            <th scope="col" className="py-2 text-left font-semibold">
              {t("report.dimension")}
            </th>
            <th scope="col" className="py-2 text-right font-semibold">
              {t("report.score")}
            </th>
            <th scope="col" className="py-2 text-right font-semibold">
              {t("report.weight")}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {dimensions.map(({ dimension, score, weight }) => (
            <tr key={dimension}>
              <th scope="row" className="py-2 text-left font-medium">
                {t(`dimensions.${dimension}`)}
              </th>
              <td className="py-2 text-right font-semibold tabular-nums">
                {score === null ? <span className="font-normal text-muted">{t("report.notRated")}</span> : score.toFixed(1)}
              </td>
              <td className="py-2 text-right text-muted tabular-nums">{Math.round(weight * 100)}%</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
