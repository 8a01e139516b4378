import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { BoardRow } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableHead, Td, Th } from "@/components/ui/table";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { TONE_OF_STATE } from "./stage";

interface BoardTableProps {
  rows: readonly BoardRow[];
  renderLink: (interviewId: string, text: string) => ReactNode;
}

/** One row an interview; on phones one card an interview. */
export function BoardTable({ rows, renderLink }: BoardTableProps) {
  const { t } = useTranslation("recruiter");
  return (
    <>
      <div className="hidden md:block">
        <Table caption={t("board.title")}>
          <TableHead>
            <tr>
              <Th>{t("board.candidate")}</Th>
              <Th>{t("board.job")}</Th>
              <Th>{t("board.state")}</Th>
              <Th className="text-right">{t("board.progress")}</Th>
              <Th className="text-right">{t("board.overall")}</Th>
              <Th>{t("board.last")}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.interview_id} row={row} renderLink={renderLink} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ul className="grid gap-3 md:hidden">
        {rows.map((row) => (
          <CardRow key={row.interview_id} row={row} renderLink={renderLink} />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  row: BoardRow;
  renderLink: BoardTableProps["renderLink"];
}

function useRow(row: BoardRow) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  return {
    t,
    title: row.job_title[language],
    progress: row.planned > 0 ? `${row.asked} / ${row.planned}` : "–",
    overall: row.overall === null ? "–" : row.overall.toFixed(1),
    last: formatDateTime(row.ended_at ?? row.started_at ?? row.created_at, language),
  };
}

function States({ row }: { row: BoardRow }) {
  const { t } = useTranslation("recruiter");
  return (
    <span className="flex flex-wrap gap-1.5">
      <Badge tone={TONE_OF_STATE[row.state]}>{t(`states.${row.state}`)}</Badge>
      {row.decision && <Badge tone="info">{t(`decision.outcome.${row.decision}`)}</Badge>}
    </span>
  );
}

function TableRow({ row, renderLink }: RowProps) {
  const { title, progress, overall, last } = useRow(row);
  return (
    <tr>
      <Td>
        <p className="font-semibold">{renderLink(row.interview_id, row.candidate_name)}</p>
        <p className="text-sm text-muted">{row.candidate_email}</p>
      </Td>
      <Td>{title}</Td>
      <Td>
        <States row={row} />
      </Td>
      <Td className="text-right whitespace-nowrap tabular-nums">{progress}</Td>
      <Td className="text-right font-semibold tabular-nums">{overall}</Td>
      <Td className="text-sm whitespace-nowrap text-muted">{last}</Td>
    </tr>
  );
}

function CardRow({ row, renderLink }: RowProps) {
  const { t, title, progress, overall, last } = useRow(row);
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
        <p className="text-lg font-bold">{renderLink(row.interview_id, row.candidate_name)}</p>
        <States row={row} />
      </div>
      <p className="text-sm text-muted">{title}</p>
      <p className="mt-2 flex flex-wrap gap-x-4 text-sm tabular-nums">
        <span>
          {t("board.progress")} {progress}
        </span>
        <span>
          {t("board.overall")} {overall}
        </span>
        <span className="text-muted">{last}</span>
      </p>
    </li>
  );
}
