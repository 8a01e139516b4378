import type { Notice } from "@/api/types";

export function NoticeText({ notice }: { notice: Notice }) {
  return (
    <div className="grid gap-6" lang={notice.language}>
      {notice.sections.map((section) => (
        <section key={section.key} aria-labelledby={`notice-${section.key}`}>
          <h2 id={`notice-${section.key}`} className="font-bold">
            {section.title}
          </h2>
          {section.paragraphs.map((paragraph) => (
            <p key={paragraph} className="mt-1.5 text-[0.9375rem] text-muted">
              {paragraph}
            </p>
          ))}
        </section>
      ))}
    </div>
  );
}
