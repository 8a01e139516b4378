import { PolarAngleAxis, PolarGrid, PolarRadiusAxis, Radar, RadarChart } from "recharts";
import { useTranslation } from "react-i18next";

import type { ReportDimensionOut } from "@/api/generated";

import { HIGHEST_LEVEL } from "./levels";

const WIDTH = 420;
const HEIGHT = 300;

/** What Recharts hands to a tick that is drawn by hand; its own type leaves most of it open. */
interface TickProps {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly textAnchor?: string;
  readonly payload?: { readonly index?: number };
}

/**
 * The six dimensions as a radar chart. A dimension without a rating has no point: the shape passes it by, and its name
 * says so. The drawing has a fixed grid and scales as a picture, so that it fits phones and paper alike.
 */
export function DimensionChart({ dimensions }: { dimensions: readonly ReportDimensionOut[] }) {
  const { t } = useTranslation("recruiter");
  const data = dimensions.map(({ dimension, score }) => ({ name: t(`dimensions.${dimension}`), score }));
  const tick = ({ x, y, textAnchor, payload }: TickProps) => {
    const entry = data[payload?.index ?? 0];
    const rated = entry?.score !== null;
    return (
      <text x={x} y={y} dy="0.35em" textAnchor={textAnchor as "start"} fontSize={13} fontWeight={600} fill={rated ? "var(--ink)" : "var(--muted)"}>
        {entry?.name}
        {!rated && (
          <tspan x={x} dy="1.25em" fontSize={11} fontWeight={400}>
            {t("report.notRated")}
          </tspan>
        )}
      </text>
    );
  };
  return (
    <div aria-hidden>
      <RadarChart
        data={data}
        width={WIDTH}
        height={HEIGHT}
        outerRadius="74%"
        accessibilityLayer={false}
        style={{ width: "100%", height: "auto", maxWidth: WIDTH, margin: "0 auto" }}
      >
        <PolarGrid stroke="var(--line)" />
        <PolarAngleAxis dataKey="name" tick={tick} />
        <PolarRadiusAxis domain={[0, HIGHEST_LEVEL]} tickCount={HIGHEST_LEVEL + 1} angle={90} tick={{ fill: "var(--muted)", fontSize: 11 }} axisLine={false} />
        <Radar
          dataKey="score"
          connectNulls
          stroke="var(--accent)"
          strokeWidth={2}
          fill="var(--accent)"
          fillOpacity={0.18}
          dot={{ r: 3.5, fill: "var(--accent)", fillOpacity: 1 }}
          isAnimationActive={false}
        />
      </RadarChart>
    </div>
  );
}
