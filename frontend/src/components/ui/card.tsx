import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cn("rounded-lg border border-line bg-surface p-5 shadow-card sm:p-6", className)} {...rest} />;
}

type CardTitleProps = ComponentProps<"h2"> & { level?: 2 | 3 };

export function CardTitle({ className, level = 2, children, ...rest }: CardTitleProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <Heading className={cn("text-lg font-bold", className)} {...rest}>
      {children}
    </Heading>
  );
}

export function CardText({ className, ...rest }: ComponentProps<"p">) {
  return <p className={cn("mt-1 text-[0.9375rem] text-muted", className)} {...rest} />;
}
