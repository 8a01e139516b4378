import "@testing-library/jest-dom/vitest";
import "fake-indexeddb/auto";

import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

import { i18n } from "@/lib/i18n";

await i18n.changeLanguage("ko");

afterEach(cleanup);
