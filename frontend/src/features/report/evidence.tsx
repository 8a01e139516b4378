import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ReportOut, ReportQuoteOut } from "@/api/generated";
import { Button } from "@/components/ui/button";
import { formatClock } from "@/lib/format";

interface EvidenceProps {
  quotes: readonly ReportQuoteOut[];
  language: ReportOut["language"];
  /** Whether a turn's recording can be played here. */
  playable: (turnId: string) => boolean;
  onPlay: (turnId: string, seconds: number) => void;
}

/** The candidate's own words that a level rests on; spoken ones can be heard. */
export function Evidence({ quotes, language, playable, onPlay }: EvidenceProps) {
  const { t } = useTranslation("recruiter");
  if (quotes.length === 0) return null;
  return (
    <section>
      <h4 className="text-sm font-semibold text-muted">{t("report.evidence")}</h4>
      <ul className="mt-2 grid gap-2">
        {quotes.map((quote) => {
          const { start_s: start, turn_id: turnId } = quote;
          return (
            <li key={`${turnId}-${quote.text}`} className="flex items-start gap-2 border-l-3 border-accent py-0.5 pl-3 print:break-inside-avoid">
              <q lang={language} className="min-w-0 grow">
                {quote.text}
              </q>
              {start !== null && playable(turnId) && (
                <Button
                  variant="ghost"
                  className="-my-2 px-2 text-sm tabular-nums print:hidden"
                  aria-label={t("report.playFrom", { time: formatClock(start) })}
                  onClick={() => onPlay(turnId, start)}
                >
                  <Play aria-hidden />
                  {formatClock(start)}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
