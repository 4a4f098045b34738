// What a version says of itself, in words.
import type { PluginVersion } from '../../api/types';
import { Badge } from '../../parts/Badges';
import { Time } from '../../parts/Time';

const ASKS: ReadonlyArray<readonly [keyof PluginVersion, string]> = [
  ['subscribes', 'It wants to read'],
  ['publishes', 'It wants to publish'],
  ['requests', 'It wants to ask'],
  ['answers', 'It wants to answer on'],
  ['replays', 'It wants to read the past of'],
  ['egress', 'It wants to reach outside'],
];

export function Manifest({ version }: { version: PluginVersion }) {
  return (
    <>
      <div className="line">
        <h2>
          {version.plugin} <span className="mono">{version.version}</span>
        </h2>
        <Badge tone="still" text={version.pool} />
        <Badge tone="still" text={version.kind.toLowerCase()} />
      </div>
      {version.description !== '' && <p>{version.description}</p>}
      {version.notices.length > 0 && (
        <div className="note note-warn">
          <p>
            <strong>What is odd about it</strong>
          </p>
          <ul>
            {version.notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </div>
      )}
      <dl className="facts">
        {ASKS.map(([key, words]) => {
          const patterns = (version[key] ?? []) as string[];
          return patterns.length === 0 ? null : (
            <Fact key={key} name={words}>
              {patterns.map((pattern) => (
                <div key={pattern} className="mono">
                  {pattern}
                </div>
              ))}
            </Fact>
          );
        })}
        <Fact name="It may use">
          {version.memoryMib} MiB, {version.cpus} {version.cpus === 1 ? 'processor' : 'processors'}
        </Fact>
        <Fact name="Registered">
          by {version.registeredBy}, <Time at={version.registeredAt} shape="full" />
        </Fact>
        <Fact name="Digest">
          <span className="mono">{version.digest}</span>
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
