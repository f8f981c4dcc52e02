import { CodeBlock } from "@/components/ui/code-block";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";

interface OutboxMailProps {
  headers: { name: string; value: string }[];
  text: string;
  html: string;
}

/** Nothing in a mail may load or run; links open in a new tab. */
const guard = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"><base target="_blank">`;

/** One email as its reader sees it, and how it was sent. */
export function OutboxMail({ headers, text, html }: OutboxMailProps) {
  return (
    <Tabs defaultValue="html">
      <TabList aria-label="Parts of the email" className="px-2 sm:px-3">
        <Tab value="html">As a page</Tab>
        <Tab value="text">As text</Tab>
        <Tab value="headers">Headers</Tab>
      </TabList>
      <TabPanel value="html">
        <iframe
          title="The email as a page"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={guarded(html)}
          className="block h-[min(75vh,60rem)] min-h-96 w-full"
        />
      </TabPanel>
      <TabPanel value="text" className="p-4 sm:p-5">
        <CodeBlock wrap label="Text" copy={text}>
          {text}
        </CodeBlock>
      </TabPanel>
      <TabPanel value="headers" className="p-4 sm:p-5">
        <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[max-content_minmax(0,1fr)] sm:gap-y-2">
          {headers.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-ink-soft max-sm:-mb-2">{name}</dt>
              <dd className="font-mono text-[0.8125rem] leading-5 text-ink wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </TabPanel>
    </Tabs>
  );
}

function guarded(html: string): string {
  return html.includes("<head>") ? html.replace("<head>", `<head>${guard}`) : `${guard}${html}`;
}
