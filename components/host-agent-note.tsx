import { Alert } from "./ui/alert";

export interface OwnAccountNote {
  username: string;
  hasAgent: boolean;
}

export function HostAgentNote({ account }: { account: OwnAccountNote }) {
  return (
    <Alert tone={account.hasAgent ? "info" : "warn"} title={account.hasAgent ? undefined : "No ssh-agent was found"}>
      {account.hasAgent ? (
        <>
          Sqmpy asks the ssh-agent of <strong>{account.username}</strong>, the account that it runs under on its own computer, not the agent on
          yours. Jobs can be followed only while that agent runs and holds the key.
        </>
      ) : (
        <>
          Sqmpy runs under the account <strong>{account.username}</strong> and was started where no agent is known (SSH_AUTH_SOCK is not set). Start
          Sqmpy from a session with an agent, or choose another way.
        </>
      )}
    </Alert>
  );
}
