// Names of what crosses the wire. Those of the manager are generated from its description; those of the gateway are few.
import type { components } from './manager.gen';

type Schemas = components['schemas'];
export type Instance = Schemas['Instance'];
export type Health = Schemas['Health'];
export type Level = Schemas['Level'];
export type HealthHistory = Schemas['HealthHistory'];
export type PluginVersion = Schemas['PluginVersion'];
export type ImageProgress = Schemas['ImageProgress'];
export type Grant = Schemas['Grant'];
export type GrantState = Schemas['GrantState'];
export type NewGrant = Schemas['NewGrant'];
export type Emergency = Schemas['Emergency'];
export type Review = Schemas['Review'];
export type Access = Schemas['Access'];
export type Kill = Schemas['Kill'];
export type Neighbour = Schemas['Neighbour'];
export type KillReport = Schemas['KillReport'];
export type KillScope = Schemas['KillScope'];
export type Status = Schemas['Status'];
export type Cluster = Schemas['Cluster'];
export type ClusterMember = Schemas['ClusterMember'];
export type ClusterPlugin = Schemas['ClusterPlugin'];
export type Act = Schemas['Act'];
export type Account = Schemas['Account'];
export type Token = Schemas['Token'];
export type Backup = Schemas['Backup'];
export type Role = Schemas['Role'];

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Whose session this is. */
export interface Session {
  name: string;
  roles: Role[];
  csrf: string;
  deployment: string;
  mode: 'DEVELOPMENT' | 'PRODUCTION';
  idleMinutes: number;
  expiresAt: string;
}

/** A setting as a manifest declares it. */
export interface ManifestSetting {
  name: string;
  type: 'string' | 'integer' | 'decimal' | 'boolean' | 'duration' | 'choice' | 'list';
  required: boolean;
  default: string | null;
  values: string[];
  secret: boolean;
  doc: string;
}

/** A row of the store: its columns are those of what was asked for. */
export type Row = Record<string, string | number | null>;
/** How long the store keeps a kind of data, and how much of it there is. */
export interface KeptRow {
  what: string;
  keep_seconds: number | null;
  most_bytes: number | null;
  rows: number;
  bytes: number | null;
  oldest: string | null;
}

export type Data = 'orders' | 'fills' | 'positions' | 'cash' | 'values' | 'telemetry';
