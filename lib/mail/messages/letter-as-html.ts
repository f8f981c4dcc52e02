import type { MailMoment } from "@/lib/domain/mail-wish";
import { escapeHtml } from "./escape-html";
import { type Letter, momentSigns } from "./letter";

const sans = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

// The app's own colours, as in app/globals.css: mail programs know no variables.
const tones: Record<MailMoment, { ink: string; soft: string; darkInk: string; darkSoft: string }> = {
  queued: { ink: "#855000", soft: "#fbebcf", darkInk: "#edb95e", darkSoft: "#3a2c11" },
  active: { ink: "#0b5d6f", soft: "#dfeef1", darkInk: "#62c6d8", darkSoft: "#14343b" },
  completed: { ink: "#33691a", soft: "#e5f0d9", darkInk: "#a3d077", darkSoft: "#25331a" },
  failed: { ink: "#a82a1e", soft: "#fbe5e1", darkInk: "#f59a8c", darkSoft: "#412019" },
  canceled: { ink: "#55504a", soft: "#ebe7e0", darkInk: "#b9b5ab", darkSoft: "#2e2e2a" },
};

/** The letter as HTML that mail programs understand: tables, styles in place, dark colours where the program asks for them. */
export function letterAsHtml(letter: Letter): string {
  const tone = tones[letter.moment];
  const title = escapeHtml(letter.jobName);

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${letter.label}: ${title}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .page { padding: 0 !important; }
  .card { border-radius: 0 !important; border-width: 1px 0 !important; }
  .pad { padding-left: 20px !important; padding-right: 20px !important; }
}
@media (prefers-color-scheme: dark) {
  .page, .back { background: #141413 !important; }
  .card { background: #1c1c1a !important; border-color: #33332f !important; }
  .ink { color: #f1efea !important; }
  .soft { color: #b9b5ab !important; }
  .line { border-color: #33332f !important; }
  .log { background: #141413 !important; border-color: #33332f !important; color: #e4e1da !important; }
  .tone { background: ${tone.darkSoft} !important; color: ${tone.darkInk} !important; }
  .go { background: #62c6d8 !important; }
  .go a { color: #06242b !important; }
  .link { color: #86d8e6 !important; }
}
</style>
</head>
<body class="back" style="margin:0;padding:0;background:#f6f4f0;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">${escapeHtml(letter.preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="page" align="center" style="padding:32px 16px;background:#f6f4f0">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;table-layout:fixed;border-collapse:separate;background:#fffefc;border:1px solid #e2ddd4;border-radius:12px">
<tr><td class="pad" style="padding:28px 32px 0">
<span class="tone" style="${sans};display:inline-block;font-size:13px;line-height:20px;font-weight:600;padding:3px 12px;border-radius:999px;background:${tone.soft};color:${tone.ink}">${momentSigns[letter.moment]}&nbsp; ${letter.label}</span>
<h1 class="ink" style="${sans};margin:14px 0 0;font-size:22px;line-height:29px;font-weight:650;color:#1d1b18;overflow-wrap:anywhere;word-break:break-word">${title}</h1>
</td></tr>
<tr><td class="pad" style="padding:0 32px">${letter.paragraphs.map(paragraph).join("")}</td></tr>
<tr><td class="pad" style="padding:20px 32px 0">${factsTable(letter)}</td></tr>
<tr><td class="pad" style="padding:24px 32px 0">${button(letter.jobLink)}</td></tr>
${letter.outputs.map(outputRow).join("\n")}
${letter.outputNote === null ? "" : noteRow(letter.outputNote)}
<tr><td class="pad" style="padding:28px 32px 26px">
<p class="soft line" style="${sans};margin:0;padding-top:16px;border-top:1px solid #e2ddd4;font-size:12.5px;line-height:19px;color:#55504a">${escapeHtml(letter.reason)}<br><a class="link" href="${escapeHtml(letter.settingsLink)}" style="color:#0b5d6f">Change which emails you get</a></p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function paragraph(text: string, index: number): string {
  const look = index === 0 ? 'class="ink" style="color:#1d1b18;' : 'class="soft" style="color:#55504a;';
  const lines = escapeHtml(text).replaceAll("\n", "<br>");
  return `<p ${look}${sans};margin:10px 0 0;font-size:15px;line-height:23px;overflow-wrap:anywhere;word-break:break-word">${lines}</p>`;
}

function factsTable({ facts }: Letter): string {
  const rows = facts.map(
    ({ name, value }) => `<tr>
<td class="soft line" width="92" valign="top" style="${sans};padding:7px 12px 7px 0;border-top:1px solid #eeebe5;font-size:14px;line-height:20px;color:#55504a">${escapeHtml(name)}</td>
<td class="ink line" valign="top" style="${sans};padding:7px 0;border-top:1px solid #eeebe5;font-size:14px;line-height:20px;color:#1d1b18;overflow-wrap:anywhere;word-break:break-word">${escapeHtml(value)}</td>
</tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed">${rows.join("")}</table>`;
}

function button(link: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="go" bgcolor="#0b5d6f" style="background:#0b5d6f;border-radius:8px"><a href="${escapeHtml(link)}" style="${sans};display:inline-block;padding:11px 20px;font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">Open the job</a></td></tr></table>`;
}

function outputRow({ title, lines }: Letter["outputs"][number]): string {
  return `<tr><td class="pad" style="padding:26px 32px 0">
<p class="soft" style="${sans};margin:0 0 8px;font-size:13px;line-height:20px;font-weight:600;color:#55504a">${escapeHtml(title)}</p>
<pre class="log" style="${mono};margin:0;padding:14px 16px;background:#f6f4f0;border:1px solid #e2ddd4;border-radius:8px;font-size:12.5px;line-height:19px;color:#2a2824;white-space:pre-wrap;overflow-wrap:anywhere;word-break:break-word">${lines.map(escapeHtml).join("\n")}</pre>
</td></tr>`;
}

function noteRow(note: string): string {
  return `<tr><td class="pad" style="padding:22px 32px 0"><p class="soft" style="${sans};margin:0;font-size:14px;line-height:21px;color:#55504a">${escapeHtml(note)}</p></td></tr>`;
}
