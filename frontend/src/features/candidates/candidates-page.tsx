import { useQuery } from "@tanstack/react-query";
import { SearchX, Users } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";

import { BoardFilters } from "./board-filters";
import { BoardTable } from "./board-table";
import { boardQuery, PAGE_SIZE } from "./queries";
import type { Stage } from "./stage";
import { useSettled } from "./use-settled";

interface CandidatesPageProps {
  jobId: string | undefined;
  stage: Stage | undefined;
  page: number;
  onFilter: (filter: { job?: string | undefined; stage?: Stage | undefined; page?: number }) => void;
  /** A link to an interview with this text. */
  renderLink: (interviewId: string, text: string) => ReactNode;
}

/** All interviews of the company. What is searched for is a name: it stays out of the address bar. */
export function CandidatesPage({ jobId, stage, page, onFilter, renderLink }: CandidatesPageProps) {
  const { t } = useTranslation("recruiter");
  const [words, setWords] = useState("");
  const settled = useSettled(words.trim());
  const board = useQuery(boardQuery({ jobId, stage, words: settled, page }));
  const pages = Math.max(1, Math.ceil((board.data?.total ?? 0) / PAGE_SIZE));
  const filtered = jobId !== undefined || stage !== undefined || settled !== "";
  const clear = () => {
    setWords("");
    onFilter({});
  };
  return (
    <>
      <PageHeading title={t("board.title")} text={t("board.text")} />
      <BoardFilters
        jobId={jobId}
        stage={stage}
        words={words}
        onWords={setWords}
        onJob={(job) => onFilter({ job, stage, page: 1 })}
        onStage={(next) => onFilter({ job: jobId, stage: next, page: 1 })}
      />
      {board.isPending && <LoadingBlock lines={6} />}
      {board.error && !board.data && <ProblemState error={board.error} onRetry={() => void board.refetch()} />}
      {board.data?.items.length === 0 && !filtered && <EmptyState icon={Users} title={t("board.emptyTitle")} text={t("board.emptyText")} />}
      {board.data?.items.length === 0 && filtered && (
        <EmptyState
          icon={SearchX}
          title={t("board.noMatchTitle")}
          text={t("board.noMatchText")}
          action={
            <Button variant="secondary" onClick={clear}>
              {t("board.clear")}
            </Button>
          }
        />
      )}
      {board.data && board.data.items.length > 0 && (
        <>
          <p role="status" className="mb-2 text-sm text-muted">
            {t("board.count", { count: board.data.total })}
          </p>
          <BoardTable rows={board.data.items} renderLink={renderLink} />
          {pages > 1 && (
            <nav aria-label={t("board.pages")} className="mt-4 flex items-center justify-between gap-3">
              <Button variant="secondary" disabled={page <= 1} onClick={() => onFilter({ job: jobId, stage, page: page - 1 })}>
                {t("board.previous")}
              </Button>
              <span className="text-sm text-muted tabular-nums">{t("board.page", { page, pages })}</span>
              <Button variant="secondary" disabled={page >= pages} onClick={() => onFilter({ job: jobId, stage, page: page + 1 })}>
                {t("board.next")}
              </Button>
            </nav>
          )}
        </>
      )}
    </>
  );
}
