export const MAX_BYTES = 10 * 1024 * 1024;

export type FileProblem = "notPdf" | "tooLarge" | "empty";

/** Say before the upload what the server would refuse anyway. The content counts, not the name. */
export async function checkFile(file: File): Promise<FileProblem | null> {
  if (file.size === 0) return "empty";
  if (file.size > MAX_BYTES) return "tooLarge";
  const head = new TextDecoder("latin1").decode(await file.slice(0, 1024).arrayBuffer());
  return head.includes("%PDF-") ? null : "notPdf";
}
