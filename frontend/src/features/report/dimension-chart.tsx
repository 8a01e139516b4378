import { PolarAngleAxis, PolarGrid, PolarRadiusAxis, Radar, RadarChart } from "recharts";
import { useTranslation } from "react-i18next";

import type { ReportDimensionOut } from "@/api/generated";

import { HIGHEST_LEVEL } from "./levels";

const WIDTH = 360;
const HEIGHT = 280;
const RADIUS = 98;
const LARGEST_WIDTH = 440;

/** The names above and below the drawing keep clear of it. */
const OFFSETS: Readonly<Record<number, string>> = { 0: "-0.5em", 3: "0.9em" };

/** What Recharts hands to a tick that is drawn by hand; its own type leaves most of it open. */
interface TickProps {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly textAnchor?: string;
  readonly payload?: { readonly index?: number };
}

interface Point {
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly score?: number | null };
}

/** The shape through the rated dimensions alone; one that has no rating is passed by instead of drawn at the centre. */
function Shape({ points }: { points?: readonly Point[] }) {
  const rated = (points ?? []).filter(({ payload }) => typeof payload?.score === "number");
  return (
    <g stroke="var(--accent)" strokeWidth={2} fill="var(--accent)">
      <polygon points={rated.map(({ x, y }) => `${x ?? 0},${y ?? 0}`).join(" ")} fillOpacity={0.18} strokeLinejoin="round" />
      {rated.map(({ x, y }) => (
        <circle key={`${x ?? 0}-${y ?? 0}`} cx={x} cy={y} r={3} />
      ))}
    </g>
  );
}

/** The innermost and the outermost ring need no number. */
function ringName(value: number): string {
  return value === 0 || value === HIGHEST_LEVEL ? "" : String(value);
}

/**
 * The six dimensions as a radar chart. A dimension without a rating has no point, and its name says so. The drawing has
 * a fixed grid and scales as a picture, so that it fits phones and paper alike.
 */
export function DimensionChart({ dimensions }: { dimensions: readonly ReportDimensionOut[] }) {
  const { t } = useTranslation("recruiter");
  const data = dimensions.map(({ dimension, score }) => ({ name: t(`dimensions.${dimension}`), score }));
  const tick = ({ x, y, textAnchor, payload }: TickProps) => {
    const index = payload?.index ?? 0;
    const rated = data[index]?.score !== null;
    const second = index === 0 ? { dx: 5 } : { x, dy: "1.2em" };
    return (
      <text
        x={x}
        y={y}
        dy={OFFSETS[index] ?? "0.35em"}
        textAnchor={textAnchor as "start"}
        fontSize={12}
        fontWeight={600}
        fill={rated ? "var(--ink)" : "var(--muted)"}
      >
        {data[index]?.name}
        {!rated && (
          <tspan {...second} fontSize={10.5} fontWeight={400}>
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
        outerRadius={RADIUS}
        accessibilityLayer={false}
        style={{ width: "100%", height: "auto", maxWidth: LARGEST_WIDTH, margin: "0 auto" }}
      >
        <PolarGrid stroke="var(--line)" />
        <PolarAngleAxis dataKey="name" tick={tick} />
        <PolarRadiusAxis
          domain={[0, HIGHEST_LEVEL]}
          tickCount={HIGHEST_LEVEL + 1}
          angle={90}
          tick={{ fill: "var(--muted)", fontSize: 10 }}
          tickFormatter={ringName}
          axisLine={false}
        />
        <Radar dataKey="score" shape={Shape} isAnimationActive={false} />
      </RadarChart>
    </div>
  );
}
